import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type BuildFailure, type Message, type Plugin } from 'esbuild';
import { projectRoot } from '@/config/project-root';
import { faultAt, StrategyFileError } from './strategy-file-error';

/** Packages in the older module format ask for Node's own modules in their way. */
const REQUIRE = "import { createRequire as stampedeRequire } from 'node:module'; const require = stampedeRequire(import.meta.url);";

/** Both names of the kit: that of the command, and that of the package. */
const KIT = /^stampede(-sandbox)?$/;

/**
 * Bundles a strategy file with its neighbours and packages into one module below `folder`, and gives that module's path. Its source
 * map leads back to the author's lines. Throws `StrategyFileError` with the place of every fault.
 */
export async function bundleFile(file: string, folder: string): Promise<string> {
  if (!existsSync(file)) throw new StrategyFileError([`${file}: there is no such file.`]);
  await mkdir(folder, { recursive: true });
  const outfile = join(folder, `${createHash('sha256').update(file).digest('hex').slice(0, 16)}.mjs`);
  try {
    await build({
      entryPoints: [file],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: 'inline',
      sourcesContent: false,
      banner: { js: REQUIRE },
      plugins: [kit(projectRoot())],
      logLevel: 'silent',
    });
  } catch (error) {
    throw new StrategyFileError((error as BuildFailure).errors.map(fault));
  }
  return outfile;
}

/** Resolves the kit, and what the kit itself imports, to this copy of Stampede. */
const kit = (root: string): Plugin => ({
  name: 'kit',
  setup({ onResolve, resolve }) {
    const sources = join(root, 'src');
    onResolve({ filter: KIT }, () => ({ path: join(sources, 'kit', 'index.ts') }));
    onResolve({ filter: /^@\// }, ({ path, importer, kind }) =>
      importer.startsWith(sources) ? resolve(`./${path.slice(2)}`, { resolveDir: sources, kind }) : undefined,
    );
  },
});

const fault = ({ text, location }: Message): string =>
  location === null ? text : faultAt(location.file, location.line, location.column + 1, location.lineText, text);
