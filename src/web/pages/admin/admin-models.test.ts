import { describe, expect, test } from 'vitest';
import { faultOf } from '@/web/parts/session/session-store';
import { poolRows } from './pool-rows';
import { lastDay, revenueDays } from './revenue-days';

describe('revenue by day', () => {
  test('has a bar for every day, also for those without a sale, across months', () => {
    const days = revenueDays([{ day: '2026-11-30', revenue: '1234.50', unitsSold: 3 }], '2026-12-01', 4);
    expect(days.map(({ day, label, height, revenue }) => [day, label, height, revenue])).toEqual([
      ['2026-11-28', '28 Nov', 0, '0.00'],
      ['2026-11-29', '29 Nov', 0, '0.00'],
      ['2026-11-30', '30 Nov', 123_450, '1234.50'],
      ['2026-12-01', '1 Dec', 0, '0.00'],
    ]);
  });

  test('goes up to the last sale when the browser\'s clock is a day behind', () => {
    expect(lastDay([{ day: '2026-12-02', revenue: '1.00', unitsSold: 1 }], '2026-12-01')).toBe('2026-12-02');
    expect(lastDay([], '2026-12-01')).toBe('2026-12-01');
  });
});

describe('the connections', () => {
  test('are a row a process, and none of them is lost', () => {
    const pool = [
      { applicationName: 'stampede shop 1', state: 'active', connections: 2 },
      { applicationName: 'stampede shop 1', state: 'idle in transaction', connections: 3 },
      { applicationName: 'stampede shop 1', state: 'idle in transaction (aborted)', connections: 1 },
      { applicationName: '', state: 'fastpath function call', connections: 1 },
      { applicationName: 'stampede shop 0', state: 'idle', connections: 9 },
    ];
    const rows = poolRows(pool);
    expect(rows).toEqual([
      { name: '(no name)', active: 1, inTransaction: 0, idle: 0 },
      { name: 'stampede shop 0', active: 0, inTransaction: 0, idle: 9 },
      { name: 'stampede shop 1', active: 2, inTransaction: 4, idle: 0 },
    ]);
  });
});

describe('a log-in that fails', () => {
  test('says why, and what to do', () => {
    expect(faultOf(401, null)).toBe('That is not the token. It was printed in the terminal when Stampede started.');
    expect(faultOf(429, '40')).toBe('Too many wrong tokens from here. Try again in 40 s.');
    expect(faultOf(429, 'soon')).toContain('in a while');
    expect(faultOf(500, null)).toContain('you are not logged in');
  });
});
