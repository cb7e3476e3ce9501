import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { machineClock } from '@/domain/monotonic-clock';
import { DEFAULT_PLAN } from '@/domain/plan';
import { floodLane } from '@/load/flood-lane';
import { openShopRuntime } from '@/shop/open-runtime';
import { createShopServer } from '@/shop/shop-server';
import type { Database } from '@/stores/postgres/database';
import { storeTrace } from '@/stores/postgres/traces';
import type { Strategy } from '@/kit/strategy';
import { laneTrace } from '@/flood/lane-trace';
import { ShopClient } from '@/flood/shop-client';

const CONNECTIONS = 50;
const RUN = 'bench';

export interface TracedFlood {
  db: Database;
  databaseUrl: string;
  strategy: Strategy;
  productId: number;
  buyers: number;
  /** Asks for every step, keeps them, and stores the trace, as a flood does. */
  trace: boolean;
}

/** Purchases per second of a whole flood over HTTP, up to the moment when its trace is stored, if it has one. */
export async function floodWithTrace({ db, databaseUrl, strategy, productId, buyers, trace }: TracedFlood): Promise<number> {
  const runtime = openShopRuntime({ databaseUrl, redisUrls: null, redisUnavailable: null, poolSize: 20, applicationName: 'stampede bench' });
  const server = createShopServer({ runtime, buildId: 'bench', onBug: (error) => process.stderr.write(`${String(error)}\n`), strategies: [strategy] });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const shops = new ShopClient({ shopUrls: [`http://127.0.0.1:${(server.address() as AddressInfo).port}`], concurrency: CONNECTIONS, timeoutMs: 30_000 });
  try {
    await shops.warm();
    const plan = { ...DEFAULT_PLAN, buyers, concurrency: CONNECTIONS, thinkMs: 0, stock: buyers };
    const buy = shops.buyer({ strategy, productId, companionId: null, trace, fault: null });
    const startMs = machineClock();
    const { recorder } = await floodLane({ plan, seed: 1, buy, clock: machineClock, signal: new AbortController().signal, onProgress: () => undefined });
    if (trace) {
      const { purchases } = recorder;
      await storeTrace(db, laneTrace({ runId: RUN, lane: { strategy: strategy.id, repeat: 1 }, plan, seed: 1, purchases, orders: [], finalStock: 0, findings: [] }));
    }
    return (buyers * 1_000) / (machineClock() - startMs);
  } finally {
    await shops.close();
    server.closeAllConnections();
    await once(server.close(), 'close');
    await runtime.close();
  }
}
