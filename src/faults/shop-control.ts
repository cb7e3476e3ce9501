import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { request } from 'undici';

/** What a shop tells of itself to whoever breaks it. */
export interface ShopState {
  pid: number;
  held: number;
  occupied: number;
  waiting: number;
  /** Connections that its pool lends at once. */
  limit: number;
}

const PATIENCE_MS = 2_000;

/** Null when the shop does not answer. */
export async function shopState(url: string): Promise<ShopState | null> {
  return control(url, 'GET', '/faults').catch(() => null);
}

/** Lets held purchases go on and gives the pool back. A shop that is gone holds nothing. */
export async function releaseShop(url: string): Promise<void> {
  await control(url, 'POST', '/faults/release').catch(() => undefined);
}

/** Resolves when the shop has no free connection left; that takes as long as the purchases that have them. */
export async function occupyPool(url: string): Promise<void> {
  await control(url, 'POST', '/faults/occupy-pool', 30_000);
}

/** Lets the shop use no more than so many connections; null for all it has. Rejects when it takes no such orders. */
export async function limitPool(url: string, connections: number | null): Promise<void> {
  await control(url, 'POST', `/faults/pool-limit/${connections ?? 0}`);
}

async function control(url: string, method: 'GET' | 'POST', path: string, patienceMs = PATIENCE_MS): Promise<ShopState> {
  const { statusCode, body } = await request(url + path, { method, headersTimeout: patienceMs, bodyTimeout: patienceMs });
  if (statusCode !== 200) throw new Error(`The shop at ${url} answered ${statusCode} to ${path}.`);
  return (await body.json()) as ShopState;
}

/** Whether a process of this machine has been stopped by a signal. */
export async function isStopped(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').then(
    (line) => line.slice(line.lastIndexOf(')') + 2),
    // Where there is no /proc.
    async () => (await promisify(execFile)('ps', ['-o', 'stat=', '-p', String(pid)]).catch(() => ({ stdout: '' }))).stdout,
  );
  return state.trimStart().startsWith('T');
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
