'use client';

import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { buyerNamed, madeUpName, tidyName, type Buyer } from './buyer-name';
import { kept } from './kept';
import { randomBelow, randomHex } from './random-hex';

const TAIL_BYTES = 2;

const store = kept<Buyer | null>('stampede.buyer', readBuyer);

export interface BuyerControl {
  /** Null on the server, and until the browser has been asked. */
  buyer: Buyer | null;
  /** Takes another name; an empty one draws a new one. */
  rename: (typed: string) => void;
}

/** Who the visitor is in the shop: made up at the first visit, kept by the browser, and changeable. */
export function useBuyer(): BuyerControl {
  const buyer = useSyncExternalStore(store.subscribe, store.read, () => null);
  const rename = useCallback((typed: string) => store.write(buyerNamed(tidyName(typed) || madeUpName(randomBelow), randomHex(TAIL_BYTES))), []);
  useEffect(() => {
    if (store.read() === null) rename('');
  }, [rename]);
  return { buyer, rename };
}

function readBuyer(text: string | null): Buyer | null {
  try {
    const { name, userId } = JSON.parse(text ?? 'null') as Record<string, unknown>;
    return typeof name === 'string' && typeof userId === 'string' && tidyName(name) === name && name !== '' && tidyName(userId) !== '' && userId.length <= 64 ? { name, userId } : null;
  } catch {
    return null;
  }
}
