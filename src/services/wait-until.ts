import { setTimeout as wait } from 'node:timers/promises';

/**
 * Asks again and again until the answer is not null, and gives that answer; null when `timeoutMs` passed first.
 * For conditions of other processes, which tell nobody when they come true.
 */
export async function waitUntil<T>(
  ask: () => T | null | Promise<T | null>,
  { timeoutMs, everyMs = 20 }: { timeoutMs: number; everyMs?: number },
): Promise<T | null> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (performance.now() >= deadline) return null;
    await wait(everyMs);
  }
}
