import { request } from 'undici';

/** What a shop says of itself to the process that breaks it. */
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

/** Rejects when the shop does not answer. */
export const shopPids = async (url: string): Promise<readonly number[]> => [(await control(url, 'GET', '/faults')).pid];

/** Lets held purchases go on and gives the pool back. A shop that is gone holds nothing. */
export async function releaseShop(url: string): Promise<void> {
  await control(url, 'POST', '/faults/release').catch(() => undefined);
}

/** Resolves when the shop has no free connection left; that takes as long as the purchases that have them. */
export async function occupyPool(url: string): Promise<void> {
  await control(url, 'POST', '/faults/occupy-pool', 30_000);
}

/** Lets the shop use no more than so many connections; null for all it has. Rejects when it takes no such instructions. */
export async function limitPool(url: string, connections: number | null): Promise<void> {
  await control(url, 'POST', `/faults/pool-limit/${connections ?? 0}`);
}

async function control(url: string, method: 'GET' | 'POST', path: string, patienceMs = PATIENCE_MS): Promise<ShopState> {
  const { statusCode, body } = await request(url + path, { method, headersTimeout: patienceMs, bodyTimeout: patienceMs });
  if (statusCode !== 200) throw new Error(`The shop at ${url} answered ${statusCode} to ${path}.`);
  return (await body.json()) as ShopState;
}
