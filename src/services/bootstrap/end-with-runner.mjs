import { commandLine, isAlive, parentOf, processStart } from './process-identity.mjs';

const EVERY_MS = 500;

/** As `npm start`, `npm exec ...` (npm's own titles) or `node .../yarn-4.9.1.cjs start`. */
const RUNNER = /(^|[/\\ ])(npm|npx|pnpm|pnpx|yarn|bun|bunx)(-cli|-[\d.]+)?(\.[cm]?js)?( |$)/;
const SHELL = /^(\S*\/)?(sh|bash|dash|ash|zsh|ksh) -c /;
/** A shell's `&` at the end of a command, and neither `&&` nor `2>&1`. */
const IN_BACKGROUND = /(^|[^&>])&(?![&>])/;

/**
 * Ends this process cleanly, as when its terminal closes (SIGHUP), when the package runner that started it is gone. A
 * runner waits for its script, and ends before it only when it is killed, by a process manager, a CI step or an editor;
 * its signals do not reach a script behind a shell.
 *
 * Other parents may leave us running on purpose, as a shell does after `nohup ... &`, and `setsid`; with those, and without a parent
 * (the first process of a container), nothing is watched.
 * @param {() => void} [end]
 */
export function endWithRunner(end = () => process.kill(process.pid, 'SIGHUP')) {
  const parent = process.ppid;
  const runner = runnerAbove(parent, process.env);
  if (runner === null) return;
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(runner)) return;
    clearInterval(timer);
    end();
  }, EVERY_MS);
  timer.unref();
}

/**
 * The runner that started a process with this parent: the parent itself, or that of the shell in between.
 * @param {number} parent @param {NodeJS.ProcessEnv} env
 * @returns {import('./process-identity.mjs').ProcessIdentity | null}
 */
function runnerAbove(parent, env) {
  // Set by every runner; saves the lookup for all others.
  if (process.platform === 'win32' || !env.npm_execpath || IN_BACKGROUND.test(env.npm_lifecycle_script ?? '')) return null;
  const line = commandLine(parent);
  const pid = SHELL.test(line) ? parentOf(parent) : parent;
  const startedAt = pid === null ? null : processStart(pid);
  if (pid === null || startedAt === null) return null;
  return RUNNER.test(pid === parent ? line : commandLine(pid)) ? { pid, startedAt } : null;
}
