import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A process by number and start, because numbers are used again.
 * @typedef {{ pid: number, startedAt: string }} ProcessIdentity
 */

/** @returns {ProcessIdentity} */
export function ownIdentity() {
  return { pid: process.pid, startedAt: processStart(process.pid) ?? 'unknown' };
}

/**
 * @param {ProcessIdentity} identity
 * @returns {boolean} whether that very process still runs
 */
export function isAlive(identity) {
  return processStart(identity.pid) === identity.startedAt;
}

/**
 * When a process started, as a mark without spaces that is only good for comparing.
 * @param {number} pid
 * @returns {string | null} null when there is no such process, or only its zombie
 */
export function processStart(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name in brackets may hold spaces and brackets of its own: count from the last one.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? null : fields[19];
    } catch {
      return null;
    }
  }
  const line = ask('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
  return line === '' || line.startsWith('Z') ? null : line.replace(/^\S+\s+/, '').replace(/\W+/g, '_');
}

/**
 * The command line of a process, words separated by spaces; empty when there is none to see.
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
