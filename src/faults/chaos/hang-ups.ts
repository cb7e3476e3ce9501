import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Pool } from 'undici';
import { machineClock } from '@/domain/monotonic-clock';
import { purchasePath } from '@/domain/strategy';
import { lostAnswer, postPurchase, toAnswer } from '@/runs/shop-client';
import { NOTHING_STRUCK, type ChaosField, type Struck } from './context';
import type { Sale, Told } from './sale';

/** Side by side. */
const AT_ONCE = 25;
const ASK_WITHIN_MS = 20_000;
const TRIES = 20;

/**
 * Buyers that send a whole purchase and cut the connection before its answer, at once or in the middle of it. Half of them
 * had a key, ask again, and are to learn what came of it.
 */
export async function hangUps(field: ChaosField): Promise<Struck> {
  const { sandbox, sales, numbers, random, signal } = field;
  const told = new Map<number, Told[]>(sales.map(({ productId }) => [productId, []]));
  const pools = sandbox.shopUrls.map((url) => new Pool(url, { connections: AT_ONCE, pipelining: 1, headersTimeout: ASK_WITHIN_MS, bodyTimeout: ASK_WITHIN_MS }));
  let next = 0;
  let unsettled = 0;
  const hangUp = async (): Promise<void> => {
    for (let index = next++; index < numbers.hangUps && !signal.aborted; index = next++) {
      const sale = sales[index % sales.length];
      const place = index % sandbox.shopUrls.length;
      const pool = pools[(place + 1) % pools.length];
      if (!sale || !pool) return;
      const userId = `hangs-up-${sale.productId}-${index}`;
      const quantity = 1 + (index % 3);
      // Not in step with the products, which come round as well.
      const idempotencyKey = random() < 0.5 ? `${userId}-key` : null;
      const purchase = { sale, userId, quantity, idempotencyKey };
      const invokedMs = machineClock();
      await cutShort(sandbox.shopUrls[place] ?? '', purchase, Math.floor(random() * 6));
      const answer = idempotencyKey === null ? null : await askAgain(pool, purchase, signal);
      if (idempotencyKey !== null && answer?.outcome !== 'confirmed' && answer?.outcome !== 'sold-out') unsettled += 1;
      const base = answer ?? { orderId: null, remaining: null, attempts: 1, lockWaits: 0, replica: place, steps: [] };
      const outcome = answer?.outcome === 'confirmed' ? 'confirmed' : 'unknown';
      const orderIds = new Set(answer?.orderId === null || answer === null ? [] : [answer.orderId]);
      told.get(sale.productId)?.push({ ...base, outcome, buyerId: userId, quantity, idempotencyKey, orderIds, intendedMs: invokedMs, invokedMs, returnedMs: machineClock() });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hangUp));
  await Promise.all(pools.map((pool) => pool.destroy()));
  return {
    ...NOTHING_STRUCK,
    struck: numbers.hangUps,
    told,
    undecided: unsettled > 0 ? [`${unsettled} buyers with a key asked ${TRIES} times and were told nothing that is certain.`] : [],
  };
}

interface CutPurchase {
  sale: Sale;
  userId: string;
  quantity: number;
  idempotencyKey: string | null;
}

const bodyOf = ({ sale, userId, quantity }: CutPurchase): string => JSON.stringify({ productId: sale.productId, userId, quantity });

/** Sends all of it, waits until the system has taken it and then so long, and resets the connection. */
function cutShort(shopUrl: string, purchase: CutPurchase, afterMs: number): Promise<void> {
  const { hostname, port } = new URL(shopUrl);
  const { strategy } = purchase.sale;
  const body = bodyOf(purchase);
  const key = purchase.idempotencyKey === null ? '' : `Idempotency-Key: ${purchase.idempotencyKey}\r\n`;
  const head = `POST ${purchasePath(strategy.id, strategy.class)} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\n${key}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.write(head + body, () => {
      setTimeout(() => socket.resetAndDestroy(), afterMs);
    });
  });
}

async function askAgain(pool: Pool, purchase: CutPurchase, signal: AbortSignal) {
  const { strategy } = purchase.sale;
  const headers = ['content-type', 'application/json', 'idempotency-key', purchase.idempotencyKey ?? ''];
  for (let tries = 1; ; tries++) {
    const answer = await postPurchase(pool, purchasePath(strategy.id, strategy.class), headers, bodyOf(purchase)).then(
      ({ status, text }) => toAnswer(status, text, 0),
      (error: unknown) => lostAnswer(error, 0),
    );
    if (answer.outcome === 'confirmed' || answer.outcome === 'sold-out' || tries === TRIES || signal.aborted) return answer;
    await wait(250, undefined, { signal }).catch(() => undefined);
  }
}
