'use client';

import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { attemptAfter, NO_ATTEMPT, reachedLimit, type Attempt, type ReachedLimit } from './attempt';
import type { Buyer } from './buyer-name';
import { forgetOpen, loseOpen, noteOpen, openAttempts, currentAttempt, type OpenAttempt } from './open-attempts';
import type { ShopProduct } from '@/web/parts/products/product';
import { notePurchase } from './purchase-log';
import { askToBuy } from './purchase-request';
import { randomHex } from './random-hex';
import type { StockUpdate } from '@/web/parts/products/stock-view';
import { useCountdown } from './use-countdown';

const KEY_BYTES = 16;
const NONE: readonly OpenAttempt[] = [];

type Bought = Pick<ShopProduct, 'id' | 'name'>;

export interface Buying {
  attemptOf: (productId: number) => Attempt;
  /** Until the limit lets this buyer buy again; 0 while it does. */
  secondsLeft: number;
  /** A new purchase, with a key of its own; not while an earlier one of the same product is open. */
  buy: (product: Bought, quantity: number) => void;
  /** The same purchase again, with the same key: it cannot be made twice. */
  again: (product: Bought) => void;
  /** Hides the result of the last attempt. An unknown result stays open. */
  dismiss: (productId: number) => void;
  /** This buyer's purchases whose result is not known yet, newest first. */
  open: readonly OpenAttempt[];
  /** Leaves an open purchase as it is: the next one of that product is a new one. */
  stopAsking: (key: string) => void;
}

/** Buys. The stock goes down at the press, and the answer gives the result. One purchase of a product at a time. */
export function useBuying(buyer: Buyer | null, report: (productId: number, news: StockUpdate) => void): Buying {
  const [last, setLast] = useState<ReadonlyMap<number, Attempt>>(new Map());
  const [reached, setReached] = useState<{ limit: ReachedLimit; userId: string } | null>(null);
  const countdown = useCountdown();
  const { countTo } = countdown;
  const underWay = useRef(new Set<number>());
  const userId = buyer?.userId;

  const keptOpen = useSyncExternalStore(openAttempts.subscribe, openAttempts.read, () => NONE);
  const open = useMemo(() => keptOpen.filter((attempt) => attempt.lost && attempt.userId === userId), [keptOpen, userId]);
  // A new page picks up purchases whose answer an earlier page did not get.
  useEffect(() => loseOpen(() => true), []);

  const set = useCallback((productId: number, attempt: Attempt) => setLast((now) => new Map(now).set(productId, attempt)), []);

  const ask = useCallback(
    async ({ id: productId, name }: Bought, quantity: number, key: string, { again, perhaps }: { again: boolean; perhaps: boolean }) => {
      if (userId === undefined || underWay.current.has(productId)) return;
      underWay.current.add(productId);
      const noted: OpenAttempt = { productId, productName: name, userId, key, quantity, askedAt: new Date().toISOString(), lost: false };
      if (!perhaps) noteOpen(noted);
      set(productId, { kind: 'buying', key, quantity });
      report(productId, { kind: 'pressed', key, quantity, again });
      const answer = await askToBuy({ productId, userId, quantity, key });
      underWay.current.delete(productId);
      if (answer.kind === 'bought') {
        report(productId, { kind: 'bought', key, remaining: answer.order.remaining });
        notePurchase(answer.order);
      } else report(productId, { kind: answer.kind === 'sold-out' ? 'sold-out' : 'given-back', key });
      const nowMs = performance.now();
      const attempt = attemptAfter(answer, { key, quantity, perhaps }, nowMs);
      if (answer.kind === 'too-fast') {
        const limit = reachedLimit(answer, nowMs);
        setReached({ limit, userId });
        countTo(limit.untilMs);
      }
      if (attempt.kind !== 'open' || !attempt.perhaps) forgetOpen(key);
      else if (!perhaps) noteOpen({ ...noted, lost: true });
      set(productId, attempt);
    },
    [userId, report, set, countTo],
  );

  const attemptOf = useCallback(
    (productId: number) => currentAttempt(last.get(productId) ?? NO_ATTEMPT, open.find((attempt) => attempt.productId === productId) ?? null),
    [last, open],
  );
  const buy = useCallback(
    (product: Bought, quantity: number) => {
      const isOpen = (attempt: OpenAttempt) => attempt.productId === product.id && attempt.userId === userId;
      // Another tab's, perhaps of this very moment: it is shown as open, and the buyer decides.
      if (!underWay.current.has(product.id) && openAttempts.read().some(isOpen)) loseOpen(isOpen);
      else void ask(product, quantity, randomHex(KEY_BYTES), { again: false, perhaps: false });
    },
    [ask, userId],
  );
  const again = useCallback(
    (product: Bought) => {
      const attempt = attemptOf(product.id);
      if (attempt.kind === 'open') void ask(product, attempt.quantity, attempt.key, { again: true, perhaps: attempt.perhaps });
    },
    [ask, attemptOf],
  );
  const dismiss = useCallback(
    (productId: number) => {
      const attempt = attemptOf(productId);
      set(productId, attempt.kind === 'open' && attempt.perhaps ? { ...attempt, hidden: true } : NO_ATTEMPT);
    },
    [attemptOf, set],
  );
  // A buyer with another name has a limit of their own, but shares the network's.
  const holds = reached !== null && (reached.limit.tier === 'ip' || reached.userId === userId);
  return { attemptOf, secondsLeft: holds ? countdown.secondsLeft : 0, buy, again, dismiss, open, stopAsking: forgetOpen };
}
