import { kept } from './kept';
import { NO_ATTEMPT, type Attempt } from './attempt';

/** A purchase that was requested and whose answer is not known: with its key the same purchase can be requested again. */
export interface OpenAttempt {
  productId: number;
  productName: string;
  userId: string;
  key: string;
  quantity: number;
  /** ISO 8601. */
  askedAt: string;
  /** No page waits for its answer any more. While one does, only that page reports it. */
  lost: boolean;
}

/**
 * Noted before they are asked for, and forgotten once their answer is known: neither a closed notice nor a reload may lose a key,
 * because a new press would use another one and buy a second time.
 */
export const openAttempts = kept<readonly OpenAttempt[]>('stampede.open', (text) => {
  try {
    const list = JSON.parse(text ?? '[]') as unknown;
    return Array.isArray(list) ? list.filter(isOpenAttempt) : [];
  } catch {
    return [];
  }
});

/** Takes the place of an earlier note with the same key. */
export function noteOpen(attempt: OpenAttempt): void {
  openAttempts.write([attempt, ...openAttempts.read().filter(({ key }) => key !== attempt.key)]);
}

/** Its answer is known, or the buyer no longer wants it. */
export function forgetOpen(key: string): void {
  const rest = openAttempts.read().filter((attempt) => attempt.key !== key);
  if (rest.length < openAttempts.read().length) openAttempts.write(rest);
}

/** No page waits for the answers of these any more. */
export function loseOpen(isLost: (attempt: OpenAttempt) => boolean): void {
  const list = openAttempts.read();
  if (list.some((attempt) => !attempt.lost && isLost(attempt))) openAttempts.write(list.map((attempt) => (isLost(attempt) ? { ...attempt, lost: true } : attempt)));
}

/** The current attempt for a product: `last` is what this page knows of the last press, `open` what the browser has stored. The stored one wins. */
export function currentAttempt(last: Attempt, open: Pick<OpenAttempt, 'key' | 'quantity'> | null): Attempt {
  if (last.kind === 'buying') return last;
  if (open === null) return last.kind === 'open' && last.perhaps ? NO_ATTEMPT : last;
  if (last.kind === 'open' && last.key === open.key) return last;
  return { kind: 'open', perhaps: true, sentence: 'The answer to your last press has not reached this page.', key: open.key, quantity: open.quantity };
}

function isOpenAttempt(value: unknown): value is OpenAttempt {
  const attempt = (value ?? {}) as Partial<Record<keyof OpenAttempt, unknown>>;
  const texts = [attempt.productName, attempt.userId, attempt.key];
  const dated = typeof attempt.askedAt === 'string' && !Number.isNaN(Date.parse(attempt.askedAt));
  return dated && typeof attempt.lost === 'boolean' && texts.every((text) => typeof text === 'string' && text !== '') && [attempt.productId, attempt.quantity].every((number) => Number.isInteger(number));
}
