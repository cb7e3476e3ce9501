import { describe, expect, it } from 'vitest';
import { confirmed, gaveUp, outcomeUnknown, soldOut, type Outcome, type StepRecord } from '@/domain/purchase';
import { defineStrategy } from 'stampede';
import { refused, type BuyRequest, type Ended, type Refused } from './buy';
import { purchaseReply } from './purchase-reply';

const strategy = defineStrategy({ id: 'naive', class: 'unsafe' }, () => Promise.reject(new Error('not here')));
const request: BuyRequest = { strategy, productId: 7, buyerId: 'an"n\\\u2028🎸', quantity: 2, idempotencyKey: null, thinkMs: 0, trace: false, fault: null };
const ended = (outcome: Outcome, over: Partial<Ended> = {}): Ended => ({ kind: 'ended', outcome, tally: { attempts: 3, lockWaits: 1 }, steps: undefined, replayed: false, lost: false, ...over });
const at = new Date('2026-01-02T03:04:05.678Z');
const createdAt = at.toISOString();
const order = { id: 4, productId: 7, userId: request.buyerId, quantity: 2, remaining: -5, createdAt };
const steps: StepRecord[] = [{ kind: 'read', name: 'read "stock"', startMs: 1.5, endMs: 2, observed: { stock: 1 } }];

describe('the body of a reply', () => {
  it.each<[string, BuyRequest, Ended, object]>([
    ['an order', request, ended(confirmed(4, -5, at)), { order, attempts: 3, lockWaits: 1 }],
    ['an order with its steps', request, ended(confirmed(4, -5, at), { steps }), { order, attempts: 3, lockWaits: 1, steps }],
    ['a cart', { ...request, cart: [9, 7] }, ended(confirmed(4, -5, at)), { order: { id: 4, productId: 7, userId: request.buyerId, quantity: 2, cart: [9, 7], remaining: -5, createdAt }, attempts: 3, lockWaits: 1 }],
    ['sold out', request, ended(soldOut()), { error: { code: 'sold_out', message: 'Sold out.' }, attempts: 3, lockWaits: 1 }],
    ['sold out with its steps', request, ended(soldOut(), { steps }), { error: { code: 'sold_out', message: 'Sold out.' }, attempts: 3, lockWaits: 1, steps }],
  ])('is the same as from JSON.stringify for %s', (_what, asked, result, expected) => {
    expect(purchaseReply(asked, result).body).toBe(JSON.stringify(expected));
  });

  it.each<[Ended | Refused, number, string, object]>([
    [ended(gaveUp('a "reason"')), 503, 'gave_up', { 'retry-after': '1' }],
    [ended(outcomeUnknown('lost')), 500, 'outcome_unknown', {}],
    [refused('unknown-product', 'no'), 404, 'unknown_product', {}],
    [refused('key-reused', 'no'), 422, 'idempotency_mismatch', {}],
    [refused('no-redis', 'no'), 503, 'store_unavailable', {}],
    [refused('failed', 'no'), 500, 'internal', {}],
  ])('of %o has status %i', (result, status, code, headers) => {
    const reply = purchaseReply(request, result);
    expect(reply).toMatchObject({ status, headers });
    const { error, ...effort } = JSON.parse(reply.body) as { error: { code: string; message: string } };
    expect(error.code).toBe(code);
    expect(error.message).not.toBe('');
    expect(effort).toEqual(result.kind === 'ended' ? { attempts: 3, lockWaits: 1 } : {});
  });
});

it('is marked as lost if its buyer must get no answer', () => {
  expect(purchaseReply(request, ended(soldOut(), { lost: true })).lost).toBe(true);
});
