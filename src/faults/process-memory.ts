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

/** The most memory that a process has while the work goes on. Stops looking however the work ends. */
export async function withPeak<T>(pid: number, work: () => Promise<T>): Promise<{ result: T; peakMb: number }> {
  let peakMb = 0;
  let looking = false;
  const look = async (): Promise<void> => {
    // A machine that is slow to tell is not asked twice at once.
    if (looking) return;
    looking = true;
    peakMb = Math.max(peakMb, await residentMb(pid));
    looking = false;
  };
  const timer = setInterval(() => void look(), EVERY_MS);
  try {
    const result = await work();
    await look();
    return { result, peakMb };
  } finally {
    clearInterval(timer);
  }
}

const EVERY_MS = 100;
