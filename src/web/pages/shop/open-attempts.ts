import { kept } from './kept';
import { NO_ATTEMPT, type Attempt } from './attempt';

/** A purchase that was asked for and whose answer is not known: whoever has its key can ask for the same one again. */
export interface OpenAttempt {
  productId: number;
  productName: string;
  userId: string;
  key: string;
  quantity: number;
  /** ISO 8601. */
  askedAt: string;
  /** Nobody waits for its answer any more. As long as somebody does, it is that page's alone to tell of it. */
  lost: boolean;
}

/**
 * Noted before they are asked for, and forgotten once their answer is known: neither a closed note nor a reload may lose a key,
 * for a new press would have another one and buy a second time.
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

/** Its answer is known, or the buyer does not want to know it any more. */
export function forgetOpen(key: string): void {
  const rest = openAttempts.read().filter((attempt) => attempt.key !== key);
  if (rest.length < openAttempts.read().length) openAttempts.write(rest);
}

/** Nobody waits for the answers of those any more. */
export function loseOpen(isLost: (attempt: OpenAttempt) => boolean): void {
  const list = openAttempts.read();
  if (list.some((attempt) => !attempt.lost && isLost(attempt))) openAttempts.write(list.map((attempt) => (isLost(attempt) ? { ...attempt, lost: true } : attempt)));
}

/** How a product stands: `last` is what this page knows of the last press, `open` what the browser has kept. What is kept decides. */
export function standingAttempt(last: Attempt, open: Pick<OpenAttempt, 'key' | 'quantity'> | null): Attempt {
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
