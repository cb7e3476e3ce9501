import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalledPackage } from '../../config/installed-package.mjs';
import { withFileLock } from './file-lock.mjs';

/**
 * Installs the packages with `npm ci` when they are missing or do not match package-lock.json.
 * Everything that npm prints goes to stderr; stdout is for data.
 * @param {string} root the project's folder
 * @param {(line: string) => void} [log]
 * @param {{ forDevelopment?: boolean }} [options] whether development dependencies are needed too
 * @returns {Promise<void>} rejects with a message when npm fails
 */
export async function ensureDependencies(root, log = () => {}, { forDevelopment = false } = {}) {
  // npm installed them together with this package.
  if (isInstalledPackage(root)) return;
  if (!forDevelopment && isInstalled(root)) return;
  await withFileLock(join(root, '.stampede', 'locks', 'dependencies.lock'), async () => {
    if (!forDevelopment && isInstalled(root)) return;
    if (!matchesLock(root, forDevelopment)) {
      const why = existsSync(join(root, 'node_modules')) ? 'do not match package-lock.json' : 'are not installed yet';
      log(`the packages ${why}: running npm ci`);
      await npmCi(root);
    }
    mkdirSync(join(root, '.stampede'), { recursive: true });
    writeFileSync(stampFile(root), stamp(root));
  });
}

/** @param {string} root */
function isInstalled(root) {
  try {
    return readFileSync(stampFile(root), 'utf8') === stamp(root);
  } catch {
    return false;
  }
}

/** @param {string} root */
const stampFile = (root) => join(root, '.stampede', 'dependencies');

/** @param {string} root */
const installedLock = (root) => join(root, 'node_modules', '.package-lock.json');

/**
 * The lock file's hash, and the time of npm's own record in node_modules, which every `npm install` rewrites.
 * @param {string} root
 */
function stamp(root) {
  const wanted = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
  return `${wanted} ${statSync(installedLock(root)).mtimeMs}`;
}

/**
 * Whether npm's record of what it installed has every package of the lock file in the same version. Packages for
 * other platforms, and those for development after `npm ci --omit=dev`, may be absent.
 * @param {string} root @param {boolean} forDevelopment
 */
function matchesLock(root, forDevelopment) {
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const installed = JSON.parse(readFileSync(installedLock(root), 'utf8')).packages;
    return Object.entries(wanted).every(([path, entry]) => {
      if (path === '') return true;
      const found = installed[path];
      if (found === undefined) return Boolean(entry.optional || entry.peer || (!forDevelopment && (entry.dev || entry.devOptional)));
      return found.version === entry.version && existsSync(join(root, path));
    });
  } catch {
    return false;
  }
}

/** @type {readonly NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** @param {string} root @returns {Promise<void>} */
function npmCi(root) {
  const args = ['ci', '--no-fund', '--no-audit'];
  // Under `npm start` npm gives its own path, which works even if PATH has another npm or none.
  const self = process.env.npm_execpath;
  const [command, commandArgs] = self?.endsWith('npm-cli.js') ? [process.execPath, [self, ...args]] : ['npm', args];
  return new Promise((resolve, reject) => {
    const child = spawn(command, commandArgs, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
    // We end after npm has ended: another command must not find an npm that is still running.
    const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, pass);
    child.once('close', () => {
      for (const signal of SIGNALS) process.off(signal, pass);
    });
    child.once('error', (error) =>
      reject(new Error(`npm could not be run (${error.message}). Install npm, or run "npm ci" by hand in ${root}.`, { cause: error })),
    );
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`"npm ci" in ${root} ended with ${signal ?? `code ${code}`}; its output is above. The packages are incomplete: fix the cause and run the command again.`));
    });
  });
}
