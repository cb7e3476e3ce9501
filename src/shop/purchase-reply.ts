import type { Outcome } from '@/domain/purchase';
import type { BuyRequest, BuyResult, Ended, Refused } from './buy';
import { NO_HEADERS, type ShopReply } from './shop-reply';

/** The answer of a purchase endpoint: the order or the error, and what the strategy did. */
export function purchaseReply(request: BuyRequest, result: BuyResult): ShopReply {
  if (result.kind === 'refused') return failureReply(failureOf(result));
  const { outcome, lost } = result;
  const answered = outcome.kind === 'confirmed' ? confirmedReply(request, outcome, result) : failureReply(failureOf(outcome), effortJson(result));
  return lost ? { ...answered, lost } : answered;
}

type Confirmed = Extract<Outcome, { kind: 'confirmed' }>;

// The members are written one by one: `JSON.stringify` of the whole takes about ten times as long, a tenth of the total time of a purchase
// without a database.
function confirmedReply({ productId, buyerId, quantity, cart }: BuyRequest, { orderId, remaining, createdAt }: Confirmed, ended: Ended): ShopReply {
  const bought = `"productId":${productId},"userId":${JSON.stringify(buyerId)},"quantity":${quantity}${cart ? `,"cart":${JSON.stringify(cart)}` : ''}`;
  return { status: 200, headers: NO_HEADERS, body: `{"order":{"id":${orderId},${bought},"remaining":${remaining},"createdAt":${JSON.stringify(createdAt)}},${effortJson(ended)}}` };
}

/** How often the strategy tried and waited, and its steps if they were requested: members of a JSON object. */
const effortJson = ({ tally: { attempts, lockWaits }, steps }: Ended): string =>
  `"attempts":${attempts},"lockWaits":${lockWaits}${steps ? `,"steps":${JSON.stringify(steps)}` : ''}`;

/** A purchase without an order, as an HTTP answer. */
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
  'strategy-mistake': { status: 500, code: 'strategy_mistake' },
  failed: { status: 500, code: 'internal' },
};

/** The answer to a buyer without an order. */
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

/** `members` of a JSON object are added beside the error. */
export function failureReply({ status, code, message, headers }: PurchaseFailure, members?: string): ShopReply {
  const error = `"error":{"code":${JSON.stringify(code)},"message":${JSON.stringify(message)}}`;
  return { status, headers, body: members === undefined ? `{${error}}` : `{${error},${members}}` };
}
