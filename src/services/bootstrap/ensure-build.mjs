import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalledPackage } from '../../config/installed-package.mjs';
import { withFileLock } from './file-lock.mjs';
import { sourceHash } from './source-hash.mjs';

/** Bundle and entry point. */
const ENTRIES = { cli: 'src/cli/main.ts', shop: 'src/shop/main.ts', flood: 'src/flood/flood-main.ts', explore: 'src/lab/explore-main.ts', kit: 'src/kit/index.ts', describe: 'src/strategy-files/describe-main.ts', web: 'src/web/server/main.ts' };

/** Their packages are bundled as well: a process a run must start fast, as must a command, and reading hundreds of small files takes it longer than all else. */
const SELF_CONTAINED = new Set(['cli', 'shop', 'flood', 'explore', 'describe']);
/** Loaded when they are needed, and one of them is for development alone. */
const ON_DEMAND = ['esbuild', 'typescript', 'autocannon'];
/** Packages in the older module format ask for Node's own modules in their way. */
const REQUIRE = "import { createRequire as bannerRequire } from 'node:module'; const require = bannerRequire(import.meta.url);";

/** What decides whether the bundles are stale: all that they could take, the web's server too, and nothing that only the page or the tests use. */
const INPUTS = ['src', 'package-lock.json', 'tsconfig.json'];
const LEFT_OUT = /^src\/(app|testing|web\/(pages|parts))$|\.test\.tsx?$/;

/**
 * Bundles the command line and the processes that it and the web start into `.stampede/build` when the sources have changed.
 * Safe when several commands do so at once: one builds, the others wait.
 * @param {string} root the project's folder
 * @param {(line: string) => void} [log]
 * @returns {Promise<string>} the build's id; rejects with esbuild's errors, and then the old bundles are still there
 */
export async function ensureBuild(root, log = () => {}) {
  // They came with the package, and without all that the id is made of.
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
 * The id that a build of the sources as they are now would have.
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
  // Without its id the folder counts as stale, so a build that is killed half-way is built again.
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
  throw new Error(`The sources do not build; the bundles were left as they were.\n${details || error.message}`, { cause: error });
}
