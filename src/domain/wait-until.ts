/** How long a condition may take to come true. */
export interface Wait {
  /** Milliseconds before it gives up; 20 s by default. */
  within?: number;
  /** Milliseconds between two checks. */
  every?: number;
  /** Ends the waiting with its own reason. */
  signal?: AbortSignal;
}

/** An answer that ends the waiting. */
export type Met<T> = Exclude<T, null | undefined | false>;

/**
 * Polls until the answer is neither null, undefined nor false, and returns that answer. For conditions that send no event,
 * such as those of other processes. A check that throws is tried again. Throws with `what` was awaited when the time is over;
 * the `cause` is the error of the last check, if that one threw.
 */
export async function waitUntil<T>(what: string, ask: () => T | Promise<T>, { within = 20_000, every = 20, signal }: Wait = {}): Promise<Met<T>> {
  const deadline = performance.now() + within;
  for (;;) {
    signal?.throwIfAborted();
    let failure: { cause: unknown } | undefined;
    try {
      const answer = await ask();
      if (isMet(answer)) return answer;
    } catch (cause) {
      failure = { cause };
    }
    if (performance.now() >= deadline) throw new Error(`Not met within ${within} ms: ${what}`, failure);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}

const isMet = <T>(answer: T): answer is Met<T> => answer !== null && answer !== undefined && answer !== false;
