import { connect } from 'node:net';
import { machineClock } from '@/domain/monotonic-clock';
import { purchasePath } from '@/domain/strategy';
import { closedLoop } from '@/load/closed-loop';
import type { Buyer } from '@/load/crowd';
import { lostAnswer } from '@/load/purchase-call';
import { Buyers, type Wish } from './buyers';
import { NOTHING_INJECTED, type ChaosContext, type InjectionResult } from './context';

/** Side by side. */
const AT_ONCE = 25;
/** How long after it has sent all of a purchase a buyer hangs up, at most. */
const CUT_WITHIN_MS = 6;

/**
 * Buyers that send a whole purchase and cut the connection before its answer, at once or in the middle of it. Half of them
 * had a key, ask again, and are to learn what came of it.
 */
export async function hangUps({ sandbox: { shopUrls }, sales, numbers, random, signal }: ChaosContext): Promise<InjectionResult> {
  const buyers = new Buyers(shopUrls, null, signal);
  let uncertain = 0;
  function* crowd(): Generator<Buyer, void> {
    for (let index = 0; index < numbers.hangUps; index++) yield { index, buyerId: `hangs-up-${index}`, quantity: 1 + (index % 3), thinkMs: 0, arrivalMs: 0 };
  }
  const send = async ({ index, buyerId, quantity }: Buyer): Promise<void> => {
    const sale = sales[index % sales.length];
    if (!sale) return;
    // Not in step with the products, which come round as well.
    const key = random() < 0.5 ? `${buyerId}-${sale.productId}-key` : null;
    const wish: Wish = { sale, index, buyerId, quantity, key };
    const { certain, ...record } = await buyers.buy(wish, random, async () => {
      await cutShort(shopUrls[index % shopUrls.length] ?? '', wish, Math.floor(random() * CUT_WITHIN_MS));
      return lostAnswer(null, index % shopUrls.length);
    });
    sale.records.push(record);
    if (key !== null && !certain) uncertain += 1;
  };
  await closedLoop({ crowd: crowd(), concurrency: AT_ONCE, startMs: machineClock(), clock: machineClock, send, drop: () => undefined, signal });
  await buyers.close();
  return {
    ...NOTHING_INJECTED,
    injected: numbers.hangUps,
    undecided: uncertain > 0 ? [`${uncertain} buyers with a key asked again and again and heard nothing that is certain.`] : [],
  };
}

/** Sends all of it, waits until the system has taken it and then so long, and resets the connection. */
function cutShort(shopUrl: string, { sale: { strategy, productId }, buyerId, quantity, key }: Wish, afterMs: number): Promise<void> {
  const { hostname, port } = new URL(shopUrl);
  const body = JSON.stringify({ productId, userId: buyerId, quantity });
  const keyHeader = key === null ? '' : `Idempotency-Key: ${key}\r\n`;
  const head = `POST ${purchasePath(strategy.id, strategy.class)} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\n${keyHeader}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.write(head + body, () => {
      setTimeout(() => socket.resetAndDestroy(), afterMs);
    });
  });
}
