import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '@/config/project-root';
import { importProblem } from './import-directions.mjs';

const SRC = join(projectRoot(), 'src');

/** Every module that a source file names: imports, re-exports and `import()`, with and without types. */
function importsOf(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(join(SRC, path), 'utf8'), ts.ScriptTarget.Latest, false);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) add(node.moduleSpecifier);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    ts.forEachChild(node, visit);
  };
  const add = (node: ts.Node | undefined): void => {
    if (node && ts.isStringLiteral(node)) found.push(node.text);
  };
  visit(source);
  return found;
}

function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts') && path.includes('/'));
}

describe('the direction of imports', () => {
  it('is respected by every import in src', () => {
    const violations = sourceFiles().flatMap((path) =>
      importsOf(path).flatMap((specifier) => {
        const problem = importProblem(path, specifier);
        return problem === null ? [] : [`${path} imports ${specifier}: ${problem}`];
      }),
    );
    expect(violations).toEqual([]);
  });

  it('keeps everything out of the pages that the page build does not watch (services/bootstrap/ensure-web-build.mjs)', () => {
    const ofPages = /^(app|web\/pages|web\/parts|domain|streaming)\//;
    const reached = sourceFiles()
      .filter((path) => ofPages.test(path) && !/\.test\.tsx?$/.test(path))
      .flatMap((path) => importsOf(path).filter((specifier) => specifier.startsWith('@/')).map((specifier) => specifier.slice(2)));
    expect([...new Set(reached)].filter((path) => !ofPages.test(path))).toEqual(['api/runtime/web-runtime']);
  });

  it.each([
    ['domain/plan.ts', 'zod'],
    ['domain/plan.ts', '@/config/settings'],
    ['load/buy.ts', '@/stores/postgres/session'],
    ['web/pages/race/race-page.tsx', '@/stores/redis/client'],
    ['web/pages/race/race-page.tsx', '../../../flood/flood-queue'],
    ['web/pages/race/race-page.tsx', '../lab/lab-page'],
    ['web/parts/providers.tsx', '@/web/pages/lab/lab-page'],
    ['services/launcher.ts', '@/stores/postgres/prepare-database'],
    ['cli/main.ts', '@/kit/shop'],
    ['flood/flood-queue.ts', '@/testing/global-setup'],
    ['streaming/sse.ts', 'node:stream'],
    ['new-folder/file.ts', '@/domain/plan'],
  ])('rejects %s importing %s', (importer, specifier) => {
    expect(importProblem(importer, specifier)).toMatch(/may not import|not in the table/);
  });

  it.each([
    ['shop/main.ts', '@/strategies/registry'],
    ['cli/commands/start.ts', '../cli-context'],
    ['web/pages/race/race-page.tsx', 'react'],
    ['web/pages/race/race-page.tsx', '@/web/parts/providers'],
    ['load/buy.test.ts', '@/stores/postgres/session'],
  ])('allows %s importing %s', (importer, specifier) => {
    expect(importProblem(importer, specifier)).toBeNull();
  });
});
