import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '@/config/project-root';

const root = projectRoot();

/** The TypeScript code blocks in a page. */
const blocksOf = (page: string): string[] => [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, block = '']) => block);

/** TypeScript's errors in these blocks, each as a separate module beside the project's sources. */
function faultsIn(blocks: readonly string[]): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, incremental: false, tsBuildInfoFile: undefined, plugins: [] }, root);
  const texts = new Map(blocks.map((block, index) => [join(root, `block-${index + 1}.ts`), block]));
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([...texts.keys()], options, {
    ...host,
    fileExists: (path) => texts.has(path) || host.fileExists(path),
    getSourceFile: (path, version) => {
      const text = texts.get(path);
      return text === undefined ? host.getSourceFile(path, version) : ts.createSourceFile(path, text, version);
    },
  });
  return [...texts.keys()].flatMap((path) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(path)).map(({ messageText }) => `${path.slice(root.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
  );
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('the strategies in the documentation', () => {
  const blocks = ['README.md', 'docs/kit.md', 'CONTRIBUTING.md'].flatMap((path) => blocksOf(read(path)));

  it('are accepted by TypeScript', () => {
    expect(blocks.length).toBeGreaterThan(6);
    expect(faultsIn(blocks)).toEqual([]);
  });

  it('would be refused if the kit had no such step', () => {
    expect(faultsIn([(blocks[0] ?? '').replace('tx.lock', 'tx.lockIt')]).join()).toContain("Property 'lockIt' does not exist");
  });
});
