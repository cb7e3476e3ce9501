import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildFolder } from '@/config/build-id';
import { machineClock } from '@/domain/monotonic-clock';
import { DEFAULT_PLAN } from '@/domain/plan';
import { floodLane } from '@/load/flood-lane';
import { STRATEGIES } from '@/strategies/registry';
import { ShopClient } from '@/flood/shop-client';
import type { BenchServerKind } from './bench-server';

const CONNECTIONS = 50;

/** A server in a process of its own, until `stop`. */
export async function startBenchServer(kind: BenchServerKind): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [join(buildFolder(), 'cli.mjs'), 'bench-server', kind], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [message] = (await once(child, 'message')) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${message.port}`,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}

/** Requests per second as autocannon counts them; null when autocannon is not installed. */
export async function autocannonRate(url: string, seconds: number): Promise<number> {
  const { default: autocannon } = await import('autocannon');
  const result = await autocannon({
    url: `${url}/api/buy-bad`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ productId: 1, userId: 'bench', quantity: 1 }),
    connections: CONNECTIONS,
    duration: seconds,
  });
  if (result.errors > 0 || result.non2xx > 0) throw new Error(`autocannon met ${result.errors} errors and ${result.non2xx} refusals.`);
  return result.requests.average;
}

export async function hasAutocannon(): Promise<boolean> {
  return import('autocannon').then(
    () => true,
    () => false,
  );
}

/** Purchases per second of our own generator: the whole of it, from the arrival model to the recorder. */
export async function floodRate(url: string, buyers: number): Promise<number> {
  const shops = new ShopClient({ shopUrls: [url], concurrency: CONNECTIONS, timeoutMs: 10_000 });
  try {
    await shops.warm();
    const [strategy] = STRATEGIES;
    if (!strategy) throw new Error('The registry is empty.');
    const { signal } = new AbortController();
    const plan = { ...DEFAULT_PLAN, buyers, concurrency: CONNECTIONS, thinkMs: 0, stock: buyers };
    const buy = shops.buyer({ strategy, productId: 1, companionId: null, trace: false, fault: null });
    const { recorder, durationMs } = await floodLane({ plan, seed: 1, buy, clock: machineClock, signal, onProgress: () => undefined });
    const { confirmed } = recorder.counts(durationMs);
    if (confirmed !== buyers) throw new Error(`Only ${confirmed} of ${buyers} purchases came back confirmed.`);
    return (buyers * 1_000) / durationMs;
  } finally {
    await shops.close();
  }
}
