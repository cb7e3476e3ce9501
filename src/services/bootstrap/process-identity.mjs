import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A process by id and start time, because ids are reused.
 * @typedef {{ pid: number, startedAt: string }} ProcessIdentity
 */

/** @returns {ProcessIdentity} */
export function ownIdentity() {
  return { pid: process.pid, startedAt: processStart(process.pid) ?? 'unknown' };
}

/**
 * @param {ProcessIdentity} identity
 * @returns {boolean} whether that same process is still running
 */
export function isAlive(identity) {
  return processStart(identity.pid) === identity.startedAt;
}

/**
 * When a process started, as a text without spaces that is only good for comparing.
 * @param {number} pid
 * @returns {string | null} null when there is no such process, or only its zombie
 */
export function processStart(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (process.platform === 'linux') {
    const fields = procFields(pid);
    return fields === null || fields[0] === 'Z' || fields[0] === 'X' ? null : fields[19];
  }
  const line = ask('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
  return line === '' || line.startsWith('Z') ? null : line.replace(/^\S+\s+/, '').replace(/\W+/g, '_');
}

/**
 * The parent of a process.
 * @param {number} pid
 * @returns {number | null} null when it has none, or does not exist
 */
export function parentOf(pid) {
  const parent = Number(process.platform === 'linux' ? procFields(pid)?.[1] : ask('ps', ['-o', 'ppid=', '-p', String(pid)]));
  return parent > 0 ? parent : null;
}

/**
 * The fields of /proc/PID/stat from the state on: see proc_pid_stat(5).
 * @param {number} pid
 * @returns {string[] | null}
 */
function procFields(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may contain spaces and brackets: split after the last bracket.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

/**
 * The command line of a process, words separated by spaces; empty if it is not visible.
 * @param {number} pid
 * @returns {string}
 */
export function commandLine(pid) {
  if (process.platform !== 'linux') return ask('ps', ['-o', 'args=', '-p', String(pid)]);
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

/** @param {string} command @param {string[]} args @returns {string} */
function ask(command, args) {
  try {
    const env = { ...process.env, LC_ALL: 'C' };
    return execFileSync(command, args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
