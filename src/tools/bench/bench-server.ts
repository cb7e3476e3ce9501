import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { confirmed } from '@/domain/purchase';
import { machineClock } from '@/domain/monotonic-clock';
import { createShopServer } from '@/shop/shop-server';
import { SessionPool } from '@/stores/postgres/session-pool';
import { Coalescer } from '@/kit/coalescer';
import { defineStrategy } from 'stampede';

/** `bare` answers every request with a fixed body; `shop` is the real endpoint with a strategy that touches no database. */
export type BenchServerKind = 'bare' | 'shop';

/** Answers at once: what is left is the endpoint itself. */
const DATABASE_FREE = defineStrategy({ id: 'naive', class: 'unsafe', needs: [] }, async () => confirmed(1, 99, new Date()));

/** Runs in a process of its own, so that server and load generator do not share one event loop. Ends with its parent. */
export function runBenchServer(kind: BenchServerKind): void {
  const pool = new SessionPool({ databaseUrl: 'postgres://127.0.0.1:1/none', size: 1, applicationName: 'bench' });
  const server =
    kind === 'bare'
      ? createServer((request, response) => {
          request.resume();
          response.writeHead(200, { 'content-type': 'application/json', 'content-length': BODY.length });
          response.end(BODY);
        })
      : createShopServer({
          runtime: { stores: { pool, redlock: null, redis: null, counter: null, reservations: null, known: new Set(), ownLocks: new Set(), coalescer: new Coalescer(pool) }, redisUnavailable: null, clock: machineClock, random: Math.random },
          buildId: 'bench',
          onBug: (error) => process.stderr.write(`${String(error)}\n`),
          strategies: [DATABASE_FREE],
        });
  server.listen(0, '127.0.0.1', () => process.send?.({ kind: 'listening', port: (server.address() as AddressInfo).port }));
  process.on('disconnect', () => process.exit(0));
}

const BODY = Buffer.from(JSON.stringify({ order: { id: 1, productId: 1, userId: 'b', quantity: 1, remaining: 99, createdAt: '2026-01-01T00:00:00.000Z' }, attempts: 1, lockWaits: 0 }));
