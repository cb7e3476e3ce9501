import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { projectRoot } from '@/config/project-root';
import { faultAt } from './strategy-file-error';

/**
 * TypeScript's errors in these files, each with its place and line; empty if there are none. Errors in the project's own sources and
 * in packages are ignored. The author's own tsconfig adds its paths.
 */
export async function typeFaults(files: readonly string[]): Promise<string[]> {
  const typed = files.filter((file) => /\.[cm]?tsx?$/.test(file));
  if (typed.length === 0) return [];
  const { default: ts } = await import('typescript');
  const root = projectRoot();
  const kit = [join(root, 'src', 'kit', 'index.ts')];
  const found = ts.findConfigFile(dirname(typed[0] ?? root), (path) => ts.sys.fileExists(path));
  const own = found === undefined || found.startsWith(root) ? {} : ts.parseJsonConfigFileContent(ts.readConfigFile(found, (path) => ts.sys.readFile(path)).config, ts.sys, dirname(found)).options;
  const program = ts.createProgram([...typed], {
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    allowImportingTsExtensions: true,
    typeRoots: [dirname(dirname(createRequire(join(root, 'package.json')).resolve('@types/node/package.json')))],
    types: ['node'],
    paths: { ...own.paths, stampede: kit, 'stampede-sandbox': kit, '@/*': [join(root, 'src', '*')] },
  });
  const theirs = program.getSourceFiles().filter(({ fileName, isDeclarationFile }) => !isDeclarationFile && !fileName.startsWith(join(root, 'src')) && !fileName.includes('/node_modules/'));
  return theirs.flatMap((source) =>
    [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(({ start = 0, messageText }) => {
      const { line, character } = source.getLineAndCharacterOfPosition(start);
      const lineText = source.text.split(/\r?\n/)[line] ?? '';
      return faultAt(source.fileName, line + 1, character + 1, lineText, ts.flattenDiagnosticMessageText(messageText, ' '));
    }),
  );
}
