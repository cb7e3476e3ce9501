import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { build, type BuildFailure, type Message, type Plugin } from 'esbuild';
import { projectRoot } from '@/config/project-root';
import { faultAt, StrategyFileError } from './strategy-file-error';

/** CommonJS packages call `require` for Node's own modules. */
const REQUIRE = "import { createRequire as stampedeRequire } from 'node:module'; const require = stampedeRequire(import.meta.url);";

/** Both names of the kit: that of the command, and that of the package. */
const KIT = /^stampede(-sandbox)?$/;

export interface Bundle {
  /** The module: the file with all that it imports. Its source map leads back to the author's lines. */
  path: string;
  /** The author's own files that went into it, absolute; those of packages and of the kit are left out. */
  sources: string[];
}

/**
 * Bundles a strategy file with its neighbours and packages into one module below `folder`. Throws `StrategyFileError` with the place of
 * every fault.
 */
export async function bundleFile(file: string, folder: string): Promise<Bundle> {
  if (!existsSync(file)) throw new StrategyFileError([`${file}: there is no such file.`]);
  await mkdir(folder, { recursive: true });
  const outfile = join(folder, `${createHash('sha256').update(file).digest('hex').slice(0, 16)}.mjs`);
  try {
    const { metafile } = await build({
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
      metafile: true,
    });
    return { path: outfile, sources: Object.keys(metafile.inputs).map((input) => resolve(input)).filter(isOwnSource) };
  } catch (error) {
    const { errors } = error as BuildFailure;
    throw new StrategyFileError(errors.map(fault), errors.flatMap(({ location }) => (location === null ? [] : [resolve(location.file)])));
  }
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

const isOwnSource = (path: string): boolean => !path.includes(`${sep}node_modules${sep}`) && !path.startsWith(join(projectRoot(), 'src', sep)) && existsSync(path);

const fault = ({ text, location }: Message): string =>
  location === null ? text : faultAt(resolve(location.file), location.line, location.column + 1, location.lineText, text);
