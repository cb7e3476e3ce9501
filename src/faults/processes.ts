import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { waitUntil } from '@/domain/wait-until';

/** How long the launcher, or the command that guards the services, may take to start one again. */
export const COMES_BACK_WITHIN_MS = 60_000;

/** Asks a service which processes it consists of; rejects while it does not answer. */
export type PidsNow = () => Promise<readonly number[]>;

/** Kills the processes of a service and waits until others have taken the place of all of them. */
export async function restartProcesses(pidsNow: PidsNow, abort: AbortSignal, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  const before = await pidsNow();
  for (const pid of before) signalProcess(pid, signal);
  await untilReplaced(before, pidsNow, abort);
}

export async function untilReplaced(before: readonly number[], pidsNow: PidsNow, abort: AbortSignal): Promise<void> {
  const replaced = async (): Promise<boolean> => {
    const now = await pidsNow();
    return now.length === before.length && !now.some((pid) => before.includes(pid));
  };
  await waitUntil('the processes are replaced', replaced, { within: COMES_BACK_WITHIN_MS, every: 50, signal: abort });
}

/** Sends a signal; false when the process is gone. */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Whether a process of this machine has been stopped by a signal. */
export const isStopped = async (pid: number): Promise<boolean> =>
  (await processFact(pid, 'stat', (line) => line.slice(line.lastIndexOf(')') + 2), 'stat')).trimStart().startsWith('T');

/** Memory of a process of this machine that is really there, in MB; 0 when the process is gone. */
export const residentMb = async (pid: number): Promise<number> =>
  Math.round(Number(await processFact(pid, 'status', (text) => /^VmRSS:\s+(\d+)/m.exec(text)?.[1] ?? '', 'rss')) / 1_024);

/** Read from /proc; where there is none, from ps. Empty when the process is gone. */
async function processFact(pid: number, file: string, find: (text: string) => string, column: string): Promise<string> {
  return readFile(`/proc/${pid}/${file}`, 'utf8').then(
    find,
    async () => (await promisify(execFile)('ps', ['-o', `${column}=`, '-p', String(pid)]).catch(() => ({ stdout: '' }))).stdout,
  );
}

const LOOK_EVERY_MS = 100;

/** The most memory that a process has while the work goes on. Stops looking however the work ends. */
export async function withPeak<T>(pid: number, work: () => Promise<T>): Promise<{ result: T; peakMb: number }> {
  let peakMb = 0;
  let looking = false;
  const look = async (): Promise<void> => {
    // A machine that is slow to answer is not asked twice at once.
    if (looking) return;
    looking = true;
    peakMb = Math.max(peakMb, await residentMb(pid));
    looking = false;
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  try {
    const result = await work();
    await look();
    return { result, peakMb };
  } finally {
    clearInterval(timer);
  }
}
