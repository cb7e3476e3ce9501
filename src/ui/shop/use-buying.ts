'use client';

import { useCallback, useRef, useState } from 'react';
import { attemptAfter, NO_ATTEMPT, type Attempt, type ReachedLimit } from './attempt';
import type { Buyer } from './buyer-name';
import { notePurchase } from './purchase-log';
import { askToBuy } from './purchase-request';
import { randomHex } from './random-hex';
import type { ShelfNews } from './shelf';
import { useCountdown } from './use-countdown';

const KEY_BYTES = 16;

export interface Buying {
  attemptOf: (productId: number) => Attempt;
  /** Until the limit lets this buyer buy again; 0 while it does. */
  secondsLeft: number;
  /** A new purchase, with a key of its own. */
  buy: (productId: number, quantity: number) => void;
  /** The same purchase again, with the same key: it cannot be made twice. */
  again: (productId: number) => void;
  /** Forgets what the last try led to. */
  dismiss: (productId: number) => void;
}

/** Buys. The shelf goes down at the press, and the answer says what became of it. One purchase of a product at a time. */
export function useBuying(buyer: Buyer | null, tell: (productId: number, news: ShelfNews) => void): Buying {
  const [attempts, setAttempts] = useState<ReadonlyMap<number, Attempt>>(new Map());
  const [reached, setReached] = useState<{ limit: ReachedLimit; userId: string } | null>(null);
  const countdown = useCountdown();
  const { countTo } = countdown;
  const underWay = useRef(new Set<number>());
  const userId = buyer?.userId;

  const set = useCallback((productId: number, attempt: Attempt) => setAttempts((now) => new Map(now).set(productId, attempt)), []);

  const ask = useCallback(
    async (productId: number, quantity: number, key: string, again: boolean) => {
      if (userId === undefined || underWay.current.has(productId)) return;
      underWay.current.add(productId);
      set(productId, { kind: 'buying', key, quantity });
      tell(productId, { kind: 'pressed', key, quantity, again });
      const answer = await askToBuy({ productId, userId, quantity, key });
      underWay.current.delete(productId);
      if (answer.kind === 'bought') {
        tell(productId, { kind: 'bought', key, remaining: answer.order.remaining });
        notePurchase(answer.order);
      } else tell(productId, { kind: answer.kind === 'sold-out' ? 'sold-out' : 'given-back', key });
      const attempt = attemptAfter(answer, { key, quantity }, performance.now());
      if (attempt.kind === 'too-fast') {
        setReached({ limit: attempt.limit, userId });
        countTo(attempt.limit.untilMs);
      }
      set(productId, attempt);
    },
    [userId, tell, set, countTo],
  );

  const buy = useCallback((productId: number, quantity: number) => void ask(productId, quantity, randomHex(KEY_BYTES), false), [ask]);
  const again = useCallback(
    (productId: number) => {
      const attempt = attempts.get(productId);
      if (attempt?.kind === 'open') void ask(productId, attempt.quantity, attempt.key, true);
    },
    [ask, attempts],
  );
  const dismiss = useCallback((productId: number) => set(productId, NO_ATTEMPT), [set]);
  const attemptOf = useCallback((productId: number) => attempts.get(productId) ?? NO_ATTEMPT, [attempts]);
  // Whoever buys under another name has a limit of their own, but shares the network's.
  const holds = reached !== null && (reached.limit.tier === 'ip' || reached.userId === userId);
  return { attemptOf, secondsLeft: holds ? countdown.secondsLeft : 0, buy, again, dismiss };
}
