import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/** Declarations of a package whose `exports` leaves out its types. TypeScript does not emit declaration files, nor references to them. */
const REDLOCK = 'stores/redis/redlock-module.d.ts';

/**
 * Writes the declarations of the kit, and of what it imports from other folders, to `.stampede/types`: an editor that finds the
 * package in a `node_modules` knows neither this project's aliases nor its strictness. Throws with TypeScript's messages.
 * @param {string} root the project's folder
 */
export function buildTypes(root) {
  const sources = join(root, 'src');
  const folder = join(root, '.stampede', 'types');
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram([join(sources, 'kit', 'index.ts')], {
    ...options,
    incremental: false,
    tsBuildInfoFile: undefined,
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: sources,
    outDir: folder,
  });
  rmSync(folder, { recursive: true, force: true });
  const { diagnostics } = program.emit(undefined, (path, text) => {
    mkdirSync(dirname(path), { recursive: true });
    const reference = path === join(folder, 'kit', 'index.d.ts') ? `/// <reference path="../${REDLOCK}" />\n` : '';
    writeFileSync(path, reference + withoutAliases(text, relative(dirname(path), folder) || '.'));
  });
  cpSync(join(sources, REDLOCK), join(folder, REDLOCK));
  if (diagnostics.length > 0) throw new Error(ts.formatDiagnostics(diagnostics, { getCanonicalFileName: (name) => name, getCurrentDirectory: () => root, getNewLine: () => '\n' }));
}

/** Rewrites `@/domain/step` to a relative path. @param {string} text @param {string} up from the file to the root of the declarations */
const withoutAliases = (text, up) => text.replace(/(['"])@\//g, (_match, quote) => `${quote}${up.startsWith('.') ? '' : './'}${up}/`);
