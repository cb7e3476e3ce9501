import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalledPackage } from '../../config/installed-package.mjs';
import { withFileLock } from './file-lock.mjs';
import { sourceHash } from './source-hash.mjs';

/** Bundle and entry point. */
const ENTRIES = { cli: 'src/cli/main.ts', shop: 'src/shop/main.ts', flood: 'src/flood/flood-main.ts', explore: 'src/lab/explore-main.ts', kit: 'src/kit/index.ts', describe: 'src/strategy-files/describe-main.ts', web: 'src/web/server/main.ts' };

/** Their packages are bundled as well: commands and the process of each run must start fast, and reading hundreds of small files takes longest. */
const SELF_CONTAINED = new Set(['cli', 'shop', 'flood', 'explore', 'describe']);
/** Loaded only when needed; one of them is a development dependency. */
const ON_DEMAND = ['esbuild', 'typescript', 'autocannon'];
/** CommonJS packages call `require` for Node's own modules. */
const REQUIRE = "import { createRequire as bannerRequire } from 'node:module'; const require = bannerRequire(import.meta.url);";

/** The files that decide whether the bundles are stale: everything that may be bundled, the web's server too, and nothing that only the page or the tests use. */
const INPUTS = ['src', 'package-lock.json', 'tsconfig.json'];
const LEFT_OUT = /^src\/(app|testing|web\/(pages|parts))$|\.test\.tsx?$/;

/**
 * Bundles the command line, and the processes that it and the web start, into `.stampede/build` if the sources have changed.
 * Safe when several commands do so at once: one builds, the others wait.
 * @param {string} root the project's folder
 * @param {(line: string) => void} [log]
 * @returns {Promise<string>} the build's id; rejects with esbuild's errors; the old bundles are kept then
 */
export async function ensureBuild(root, log = () => {}) {
  // The package ships them, and not all the files that the id is computed from.
  if (isInstalledPackage(root)) return readFileSync(join(root, '.stampede', 'build', 'build-id'), 'utf8');
  if (isFresh(root, currentBuildId(root))) return currentBuildId(root);
  return withFileLock(join(root, '.stampede', 'locks', 'build.lock'), async () => {
    const id = currentBuildId(root);
    if (!isFresh(root, id)) {
      const started = performance.now();
      await build(root, id);
      log(`built the command line and the shop in ${Math.round(performance.now() - started)} ms`);
    }
    return id;
  });
}

/**
 * The id that a build of the current sources would have.
 * @param {string} root
 */
export function currentBuildId(root) {
  return sourceHash(root, INPUTS, (path) => LEFT_OUT.test(path));
}

/** @param {string} root @param {string} id */
function isFresh(root, id) {
  const folder = join(root, '.stampede', 'build');
  try {
    if (readFileSync(join(folder, 'build-id'), 'utf8') !== id) return false;
  } catch {
    return false;
  }
  return presentEntries(root).every(([name]) => existsSync(join(folder, `${name}.mjs`)));
}

/** @param {string} root */
function presentEntries(root) {
  return Object.entries(ENTRIES).filter(([, source]) => existsSync(join(root, source)));
}

/** @param {string} root @param {string} id */
async function build(root, id) {
  const esbuild = await import('esbuild');
  const folder = join(root, '.stampede', 'build');
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  const entries = presentEntries(root);
  const results = await Promise.all([
    bundle(esbuild, root, id, fresh, entries.filter(([name]) => !SELF_CONTAINED.has(name)), { packages: 'external' }),
    bundle(esbuild, root, id, fresh, entries.filter(([name]) => SELF_CONTAINED.has(name)), { external: ON_DEMAND, banner: { js: REQUIRE } }),
  ]);
  for (const { warnings } of results) {
    if (warnings.length > 0) process.stderr.write(esbuild.formatMessagesSync(warnings, { kind: 'warning' }).join(''));
  }
  mkdirSync(folder, { recursive: true });
  // A folder without an id counts as stale, so a build that is killed half-way is repeated.
  rmSync(join(folder, 'build-id'), { force: true });
  for (const name of readdirSync(fresh)) renameSync(join(fresh, name), join(folder, name));
  rmSync(fresh, { recursive: true, force: true });
  writeFileSync(join(folder, 'build-id'), id);
}

/**
 * @param {typeof import('esbuild')} esbuild @param {string} root @param {string} id @param {string} outdir
 * @param {[string, string][]} entries @param {import('esbuild').BuildOptions} options
 */
function bundle(esbuild, root, id, outdir, entries, options) {
  return esbuild
    .build({
      absWorkingDir: root,
      entryPoints: Object.fromEntries(entries),
      outdir,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: true,
      sourcesContent: false,
      alias: { '@': join(root, 'src'), stampede: join(root, 'src', 'kit', 'index.ts') },
      define: { STAMPEDE_BUILD_ID: JSON.stringify(id) },
      logLevel: 'silent',
      ...options,
    })
    .catch((error) => fail(esbuild, error));
}

/**
 * @param {typeof import('esbuild')} esbuild
 * @param {import('esbuild').BuildFailure} error
 * @returns {never}
 */
function fail(esbuild, error) {
  const details = esbuild.formatMessagesSync(error.errors ?? [], { kind: 'error', color: false }).join('');
  throw new Error(`The sources do not build; the old bundles were kept.\n${details || error.message}`, { cause: error });
}
