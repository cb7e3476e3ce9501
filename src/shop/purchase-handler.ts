import { z } from 'zod';
import { LIMITS } from '@/domain/limits';
import type { MonotonicClock, Random } from '@/domain/monotonic-clock';
import type { Outcome, StepRecord } from '@/domain/purchase';
import { Shop } from '@/kit/shop';
import type { PurchaseStores, Tally } from '@/kit/stores';
import { KeyReused } from '@/kit/key-reused';
import { purchaseOnce } from '@/kit/purchase-once';
import { directSeam, recordingSeam } from '@/kit/seam';
import type { Strategy } from '@/kit/strategy';
import { UnknownProduct } from '@/kit/unknown-product';
import { readFaultOrder, type FaultControl } from './fault-control';
import { invalidBody, reply, type ShopReply } from './shop-reply';

/** One call of a purchase endpoint, already read from the wire. Absent headers are null. */
export interface PurchaseCall {
  strategy: Strategy;
  body: string;
  idempotencyKey: string | null;
  /** `x-stampede-think-ms`: time between reading and writing. */
  thinkMs: string | null;
  /** `x-stampede-trace: 1` asks for the steps in the answer. */
  trace: boolean;
  /** `x-stampede-fault`: what shall go wrong in this purchase. */
  fault?: string | null;
}

export interface ShopRuntime {
  stores: PurchaseStores;
  /** Why there is no Redis; null when there is. */
  redisUnavailable: string | null;
  clock: MonotonicClock;
  random: Random;
  /** Null where nobody may break anything. */
  faults?: FaultControl | null;
}

const MAX_INT = 2_147_483_647;

/** What Postgres can store and a log can show: no control characters, no halves of characters, and something to see. */
const PLAIN_TEXT = /^(?=.*\S)[^\p{Cc}\p{Cs}]+$/u;

export const purchaseBody = z.strictObject({
  productId: z.int().min(1).max(MAX_INT),
  userId: z.string().max(64).regex(PLAIN_TEXT, 'must be 1 to 64 characters, not all spaces and none of them a control character'),
  quantity: z.int().min(LIMITS.quantity.min).max(LIMITS.quantity.max).default(1),
  /** For the strategies that buy carts: all products of it, in the order in which they were chosen. */
  cart: z.array(z.int().min(1).max(MAX_INT)).min(1).max(5).optional(),
});

/** Visible characters only, so that a key reads the same in every log. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,128}$/;

/** Answers one purchase. Never throws: a bug becomes a 500 with a code, and is handed to `onBug`. */
export async function handlePurchase(call: PurchaseCall, shop: ShopRuntime, onBug: (error: unknown) => void): Promise<ShopReply> {
  const parsed = parsePurchase(call.body, call.idempotencyKey, purchaseBody);
  if ('reply' in parsed) return parsed.reply;
  const thinkMs = Number(call.thinkMs ?? 0);
  if (!(thinkMs >= 0 && thinkMs <= 2 * LIMITS.thinkMs.max)) {
    return reply(400, 'invalid', `x-stampede-think-ms must be from 0 to ${2 * LIMITS.thinkMs.max}. Nothing was bought.`);
  }
  if (call.strategy.needs.includes('redis') && shop.stores.redlock === null) {
    return reply(503, 'store_unavailable', shop.redisUnavailable ?? 'This strategy needs Redis, and this shop has none. Nothing was bought.');
  }

  const wrongCart = parsed.body.cart && cartComplaint(call.strategy, parsed.body.productId, parsed.body.cart);
  if (wrongCart) return reply(400, 'invalid', `${wrongCart} Nothing was bought.`);
  const order = readFaultOrder(call.fault ?? null);
  if (call.fault && !(order && shop.faults)) return reply(400, 'invalid', 'No such fault can be injected here. Nothing was bought.');

  const steps: StepRecord[] = [];
  const plainSeam = call.trace ? recordingSeam(shop.clock, shop.random, steps) : directSeam(shop.clock, shop.random);
  const seam = order && shop.faults ? shop.faults.aim(plainSeam, order) : plainSeam;
  const { productId, userId: buyerId, quantity, cart } = parsed.body;
  const request = { productId, buyerId, quantity, idempotencyKey: call.idempotencyKey, cart };
  const context = new Shop({ seam, stores: shop.stores, request, thinkMs });
  try {
    const outcome = await purchaseOnce(call.strategy, context);
    const lost = order && shop.faults ? await shop.faults.beforeReply(order) : false;
    const { attempts, lockWaits } = context.tally;
    const told = { outcome: outcome.kind, retries: Math.max(0, attempts - 1), lockWaits };
    const answered: ShopReply = { ...answer(outcome, parsed.body, context.tally, call.trace ? steps : undefined), told };
    if (context.replayed) answered.toldAgain = true;
    return lost ? { ...answered, lost } : answered;
  } catch (error) {
    if (error instanceof UnknownProduct) return reply(404, 'unknown_product', error.message);
    if (error instanceof KeyReused) return reply(422, 'idempotency_mismatch', error.message);
    onBug(error);
    return reply(500, 'internal', 'The shop failed in the middle of this purchase; it may or may not have happened.');
  }
}

function cartComplaint(strategy: Strategy, productId: number, cart: readonly number[]): string | null {
  if (!strategy.carts) return `${strategy.title} buys one product at a time.`;
  if (new Set(cart).size < cart.length) return 'A cart names each product once.';
  return cart.includes(productId) ? null : 'The cart must hold the product itself.';
}

/** Reads a purchase from the wire: what the schema makes of the body, or the refusal that it gets. */
export function parsePurchase<T>(text: string, idempotencyKey: string | null, schema: z.ZodType<T>): { body: T } | { reply: ShopReply } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { reply: reply(400, 'bad_json', 'The body is not JSON. Nothing was bought.') };
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) return { reply: invalidBody(parsed.error) };
  if (idempotencyKey !== null && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
    return { reply: reply(400, 'invalid', 'Idempotency-Key must be 1 to 128 visible ASCII characters. Nothing was bought.') };
  }
  return { body: parsed.data };
}

function answer(
  outcome: Outcome,
  body: z.infer<typeof purchaseBody>,
  tally: Tally,
  steps: StepRecord[] | undefined,
): ShopReply {
  const { attempts, lockWaits } = tally;
  switch (outcome.kind) {
    case 'confirmed': {
      const { orderId, remaining, createdAt } = outcome;
      const order = { id: orderId, ...body, remaining, createdAt };
      return { status: 200, headers: {}, body: JSON.stringify({ order, attempts, lockWaits, steps }) };
    }
    case 'sold-out':
      return reply(409, 'sold_out', 'Sold out.', { attempts, lockWaits, steps });
    case 'gave-up':
      return reply(503, 'gave_up', `The shop gave up: ${outcome.reason}. Nothing was bought; try again.`, { attempts, lockWaits, steps }, { 'retry-after': '1' });
    case 'unknown':
      return reply(500, 'outcome_unknown', `${outcome.reason}. Look for the order before trying again.`, { attempts, lockWaits, steps });
  }
}
