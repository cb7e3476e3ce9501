import type { Random } from './monotonic-clock';

/** Mulberry32: small, fast, seeded, and good enough for arrivals and shuffles. Source: Tommy Ettinger, public domain. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The seed of the n-th repeat (from 1); the first repeat runs with the seed itself. */
export const repeatSeed = (seed: number, repeat: number): number =>
  repeat === 1 ? seed : (Math.imul(seed ^ (repeat * 0x9e3779b1), 0x85ebca6b) >>> 1) % 2_147_483_647;

/** Fisher-Yates; the input stays as it is. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const chosen = Math.floor(random() * (last + 1));
    [result[last], result[chosen]] = [result[chosen] as T, result[last] as T];
  }
  return result;
}
