import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '@/config/project-root';
import { sqlState } from '@/stores/postgres/errors';
import { openDatabase, type OpenDatabase } from '@/stores/postgres/database';
import { throwAwayDatabase, type ThrowAwayDatabase } from './throw-away-database';

const page = readFileSync(join(projectRoot(), 'docs/troubleshooting.md'), 'utf8');

/** Each block with the heading above it. */
const blocks = page.split(/^## /m).flatMap((section) => {
  const heading = section.split('\n')[0] ?? '';
  return [...section.matchAll(/^```sql\n([\s\S]*?)^```$/gm)].map(([, sql = ''], index) => [`${heading}, block ${index + 1}`, sql] as const);
});

const NOT_PRELOADED = '55000';
const UNKNOWN_TABLE = '42P01';

let home: ThrowAwayDatabase;
let database: OpenDatabase;
beforeAll(async () => {
  home = await throwAwayDatabase();
  database = openDatabase(home.url, 'troubleshooting');
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

describe('docs/troubleshooting.md', () => {
  it('covers locks, long queries, the pool, slow queries, connections, the pooler and Redis', () => {
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(expect.arrayContaining(['Locks: who waits for whom', 'Long queries', 'The pool', 'Slow queries', 'Out of connections', 'A pooler in between', 'Redis is down']));
    expect(blocks.length).toBeGreaterThan(15);
  });

  it.each(blocks)('has SQL that the server accepts: %s', async (_name, sql) => {
    const needsExtension = sql.includes('-- needs: pg_stat_statements');
    if (needsExtension) await database.client.unsafe('create extension if not exists pg_stat_statements').catch(() => undefined);
    const error = await database.client.unsafe(sql).then(() => null, (caught: unknown) => caught);
    // Without the library the view exists and cannot be read; without the extension it does not exist.
    if (needsExtension && error !== null) expect([NOT_PRELOADED, UNKNOWN_TABLE]).toContain(sqlState(error));
    else expect(error).toBeNull();
  });

  it('shows which session waits for which while one waits', async () => {
    const sql = blocks.find(([name]) => name.startsWith('Locks') && name.endsWith('block 1'))?.[1] ?? '';
    await database.client.begin(async (holder) => {
      await holder`select from inventory where product_id = 1 for update`;
      const waiting = database.client`update inventory set stock = stock where product_id = 1`.execute();
      let rows: { waiting_query: string; blocking_state: string }[] = [];
      const deadline = performance.now() + 20_000;
      while (rows.length === 0 && performance.now() < deadline) rows = await database.client.unsafe(sql);
      expect(rows[0]?.waiting_query).toContain('update inventory');
      expect(rows[0]?.blocking_state).toBe('idle in transaction');
      void waiting.catch(() => undefined);
    });
  });
});
