import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Memory of a process of this machine that is really there, in MB; 0 when the process is gone. */
export async function residentMb(pid: number): Promise<number> {
  const kilobytes = await readFile(`/proc/${pid}/status`, 'utf8').then(
    (text) => /^VmRSS:\s+(\d+)/m.exec(text)?.[1],
    // Where there is no /proc.
    async () => (await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => ({ stdout: '' }))).stdout,
  );
  return Math.round(Number(kilobytes ?? 0) / 1_024);
}

/** Looks again and again until it is told to stop, and then tells the most that it saw. */
export function watchMemory(pid: number): () => Promise<number> {
  let peak = 0;
  let stopped = false;
  const isStopped = (): boolean => stopped;
  const watching = (async () => {
    while (!isStopped()) {
      peak = Math.max(peak, await residentMb(pid));
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  })();
  return async () => {
    stopped = true;
    await watching;
    return peak;
  };
}

const EVERY_MS = 100;
