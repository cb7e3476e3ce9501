import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '@/config/project-root';
import { importComplaint } from './import-directions.mjs';

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
  it('is kept by every import in src', () => {
    const violations = sourceFiles().flatMap((path) =>
      importsOf(path).flatMap((specifier) => {
        const complaint = importComplaint(path, specifier);
        return complaint === null ? [] : [`${path} imports ${specifier}: ${complaint}`];
      }),
    );
    expect(violations).toEqual([]);
  });

  it('keeps out of the pages whatever the page build does not look at (services/bootstrap/ensure-web-build.mjs)', () => {
    const ofPages = /^app\/(?!_server\/)|^(ui|domain|streaming)\//;
    const reached = sourceFiles()
      .filter((path) => ofPages.test(path) && !/\.test\.tsx?$/.test(path))
      .flatMap((path) => importsOf(path).filter((specifier) => specifier.startsWith('@/')).map((specifier) => specifier.slice(2)));
    expect([...new Set(reached)].filter((path) => !/^(app|ui|domain|streaming)\//.test(path))).toEqual(['api/runtime/web-runtime']);
  });

  it.each([
    ['domain/plan.ts', 'zod'],
    ['domain/plan.ts', '@/config/settings'],
    ['flood/buy.ts', '@/stores/postgres/session'],
    ['ui/runs/run-list.tsx', '@/stores/redis/client'],
    ['ui/runs/run-list.tsx', '../../runs/flood-queue'],
    ['services/launcher.ts', '@/stores/postgres/prepare-database'],
    ['cli/main.ts', '@/strategies/registry'],
    ['runs/flood-queue.ts', '@/testing/global-setup'],
    ['streaming/sse.ts', 'node:stream'],
    ['new-folder/file.ts', '@/domain/plan'],
  ])('finds fault with %s importing %s', (importer, specifier) => {
    expect(importComplaint(importer, specifier)).toMatch(/may not import|not in the table/);
  });

  it.each([
    ['shop/main.ts', '@/strategies/registry'],
    ['cli/commands/start.ts', '../cli-context'],
    ['ui/runs/run-list.tsx', 'react'],
    ['flood/buy.test.ts', '@/stores/postgres/session'],
  ])('finds none with %s importing %s', (importer, specifier) => {
    expect(importComplaint(importer, specifier)).toBeNull();
  });
});
