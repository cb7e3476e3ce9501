import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalledPackage } from '../../config/installed-package.mjs';
import { withFileLock } from './file-lock.mjs';
import { sourceHash } from './source-hash.mjs';

const INPUTS = ['src', 'public', 'next.config.ts', 'next.config.mjs', 'next.config.js', 'postcss.config.mjs', 'package.json', 'package-lock.json'];
/**
 * Folders that no page is built from: pages reach everything else through the runtime that the server holds, of which they have the type and
 * one accessor. A test in import-directions.test.ts enforces it.
 */
const LEFT_OUT =
  /^src\/(testing|cli|services|web\/server|shop|load|flood|faults|lab|tools|kit|strategies|strategy-files|stock|stores|checkers|experiments|config)$|^src\/api\/(?!runtime(\/web-runtime\.ts)?$)|\.test\.tsx?$/;

/** Next's own program. @param {string} root */
export const nextProgram = (root) => join(root, 'node_modules', 'next', 'dist', 'bin', 'next');

/**
 * Runs `next build` when the sources have changed since the last one.
 * @param {string} root the project's folder
 * @param {(line: string) => void} [log]
 * @returns {Promise<void>} rejects with what the build printed
 */
export async function ensureWebBuild(root, log = () => {}) {
  // The package ships it, without the sources of the pages.
  if (isInstalledPackage(root)) return;
  await withFileLock(
    join(root, '.stampede', 'locks', 'web-build.lock'),
    async () => {
      const id = sourceHash(root, INPUTS, (path) => LEFT_OUT.test(path));
      if (isFresh(root, id)) return;
      log('building the page, because it is missing or has changed; this takes about half a minute');
      const started = performance.now();
      rmSync(stampFile(root), { force: true });
      await build(root);
      writeFileSync(stampFile(root), id);
      log(`built the page in ${Math.round((performance.now() - started) / 1000)} s`);
    },
    { timeoutMs: 600_000, onWait: (pid) => log(`waiting for process ${pid}, which is building the page`) },
  );
}

/** @param {string} root */
const stampFile = (root) => join(root, '.stampede', 'web-build');

/** @param {string} root @param {string} id */
function isFresh(root, id) {
  try {
    return readFileSync(stampFile(root), 'utf8') === id && existsSync(join(root, '.next', 'BUILD_ID'));
  } catch {
    return false;
  }
}

/** @param {string} root @returns {Promise<void>} */
function build(root) {
  mkdirSync(join(root, '.stampede'), { recursive: true });
  /** @type {string[]} */
  const output = [];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [nextProgram(root), 'build'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production', STAMPEDE_ROOT: root },
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`The page does not build: next build ended with ${signal ?? `code ${code}`}. It printed:\n${output.join('').trimEnd()}`));
    });
  });
}
