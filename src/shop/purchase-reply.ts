import type { Outcome } from '@/domain/purchase';
import type { BuyRequest, BuyResult, Refused } from './buy';
import { NO_HEADERS, reply, type ShopReply } from './shop-reply';

/** Answers a purchase as the purchase endpoints do: the order or the error, and what the strategy went through. */
export function purchaseReply(request: BuyRequest, result: BuyResult): ShopReply {
  if (result.kind === 'refused') return failureReply(failureOf(result));
  const { outcome, steps, lost } = result;
  const { attempts, lockWaits } = result.tally;
  const answered = outcome.kind === 'confirmed' ? confirmedReply(request, outcome, { attempts, lockWaits, steps }) : failureReply(failureOf(outcome), { attempts, lockWaits, steps });
  return lost ? { ...answered, lost } : answered;
}

type Confirmed = Extract<Outcome, { kind: 'confirmed' }>;

function confirmedReply({ productId, buyerId: userId, quantity, cart }: BuyRequest, { orderId: id, remaining, createdAt }: Confirmed, extra: object): ShopReply {
  const order = { id, productId, userId, quantity, cart, remaining, createdAt };
  return { status: 200, headers: NO_HEADERS, body: JSON.stringify({ order, ...extra }) };
}

/** A purchase that led to no order, in the words of HTTP. */
export interface PurchaseFailure {
  status: number;
  code: string;
  message: string;
  headers: Readonly<Record<string, string>>;
}

const TRY_AGAIN = { 'retry-after': '1' };

const REFUSALS: Readonly<Record<Refused['reason'], { status: number; code: string }>> = {
  'unknown-product': { status: 404, code: 'unknown_product' },
  'key-reused': { status: 422, code: 'idempotency_mismatch' },
  'no-redis': { status: 503, code: 'store_unavailable' },
  failed: { status: 500, code: 'internal' },
};

/** What a buyer who got no order is answered. */
export function failureOf(ending: Refused | Exclude<Outcome, Confirmed>): PurchaseFailure {
  switch (ending.kind) {
    case 'refused':
      return { ...REFUSALS[ending.reason], message: ending.message, headers: NO_HEADERS };
    case 'sold-out':
      return { status: 409, code: 'sold_out', message: 'Sold out.', headers: NO_HEADERS };
    case 'gave-up':
      return { status: 503, code: 'gave_up', message: `The shop gave up: ${ending.reason}. Nothing was bought; try again.`, headers: TRY_AGAIN };
    case 'unknown':
      return { status: 500, code: 'outcome_unknown', message: `${ending.reason}. Look for the order before trying again.`, headers: NO_HEADERS };
  }
}

/** `extra` stands beside the error. */
export const failureReply = ({ status, code, message, headers }: PurchaseFailure, extra: object = {}): ShopReply => reply(status, code, message, extra, headers);
