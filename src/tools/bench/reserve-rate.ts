import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { machineClock } from '@/domain/monotonic-clock';
import { StockCounter } from '@/stores/redis/counter';
import type { RedisServers } from '@/stores/redis/redis-servers';
import { Reserver } from '@/stores/redis/reserver';

const PRODUCT = 1;
const PLENTY = 1_000_000_000;

/** The same work as a reservation, with nothing around it. */
const SCRIPT = `local left = redis.call('get', KEYS[1]) if tonumber(left) < 1 then return {'sold-out'} end left = redis.call('decrby', KEYS[1], 1) local e = redis.call('xadd', KEYS[2], '*', 'reservation', ARGV[1]) return {'reserved', left, e}`;

/** Finds redis-benchmark on the PATH; null when it is not installed. */
export async function findRedisBenchmark(path: string): Promise<string | null> {
  for (const folder of path.split(delimiter)) {
    const candidate = join(folder, 'redis-benchmark');
    if (await access(candidate).then(() => true, () => false)) return candidate;
  }
  return null;
}

/** A count of its own, so that no shop settles what is measured. Its keys go afterwards. */
export async function withBenchCounter<T>(redis: RedisServers, work: (counter: StockCounter) => Promise<T>): Promise<T> {
  if (!redis.counter) throw new Error('There is no Redis to measure.');
  const counter = new StockCounter(redis.counter, `bench-${randomUUID()}`);
  try {
    await counter.redis.set(counter.stockKey(PRODUCT), PLENTY);
    return await work(counter);
  } finally {
    await counter.redis.del(counter.stockKey(PRODUCT), counter.streamKey);
  }
}

/** Reservations per second of `clients` buyers, each starting the next when one is made. */
export async function reserveRate(counter: StockCounter, clients: number, seconds: number): Promise<number> {
  const reserver = new Reserver(counter);
  const start = machineClock();
  const end = start + seconds * 1_000;
  let made = 0;
  const buyer = async (): Promise<void> => {
    while (machineClock() < end) {
      const answer = await reserver.reserve({ id: randomUUID(), productId: PRODUCT, buyerId: 'bench', quantity: 1, idempotencyKey: null });
      if (answer.kind === 'reserved') made += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, buyer));
  return (made * 1_000) / (machineClock() - start);
}

/** Requests per second of redis-benchmark with a comparable script. */
export async function redisBenchmarkRate(program: string, url: string, counter: StockCounter, clients: number, requests: number): Promise<number> {
  const { hostname, port } = new URL(url);
  const wish = JSON.stringify({ id: randomUUID(), productId: PRODUCT, buyerId: 'bench', quantity: 1, idempotencyKey: null });
  const { stdout } = await promisify(execFile)(program, [
    ...['-h', hostname, '-p', port || '6379', '-c', String(clients), '-n', String(requests), '--csv'],
    ...['eval', SCRIPT, '2', counter.stockKey(PRODUCT), counter.streamKey, wish],
  ]);
  const rate = /,"([\d.]+)"/.exec(stdout.trim().split('\n').at(-1) ?? '')?.[1];
  if (!rate) throw new Error(`redis-benchmark said nothing that can be read: ${stdout.slice(0, 200)}`);
  return Number(rate);
}
