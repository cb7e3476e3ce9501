/** Returned by an attempt that lost a race: the whole purchase is to be tried again. */
export interface TryAgain {
  kind: 'try-again';
}

const TRY_AGAIN: TryAgain = { kind: 'try-again' };

/** Asks `shop.retry` for another attempt at the whole purchase. */
export const tryAgain = (): TryAgain => TRY_AGAIN;
