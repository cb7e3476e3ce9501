import { describe, expect, it } from 'vitest';
import { backOffMs, type RetryPolicy } from './retry';

const policy: RetryPolicy = { attempts: 10, budgetMs: 1_000, baseMs: 4, capMs: 50, reason: () => 'no luck' };

describe('the pause between tries', () => {
  it('doubles up to its cap, and keeps at least half of it', () => {
    expect([1, 2, 3, 4, 5, 30].map((tries) => backOffMs(policy, tries, () => 1))).toEqual([4, 8, 16, 32, 50, 50]);
    expect([1, 2, 3, 4, 5, 30].map((tries) => backOffMs(policy, tries, () => 0))).toEqual([2, 4, 8, 16, 25, 25]);
  });

  it('differs between buyers, so that two that collided once do not collide again', () => {
    expect(backOffMs(policy, 5, () => 0.1)).not.toBe(backOffMs(policy, 5, () => 0.9));
  });
});
