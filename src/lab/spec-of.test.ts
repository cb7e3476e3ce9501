import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { projectRoot } from '@/config/project-root';
import { machineClock } from '@/domain/monotonic-clock';
import { loadLessons } from '@/experiments/load-lessons';
import { parseSpec } from './spec/parse-spec';
import { runSpec } from './spec/run-spec';
import { makeScratchDatabase, type ScratchDatabase } from '@/stores/postgres/scratch-database';
import { findStrategy, STRATEGIES, VARIANTS } from '@/strategies/registry';
import { labSetup, movesOf } from '@/testing/test-environment';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { playOrder } from './replay-schedule';
import { specOf } from './spec-of';

let database: ThrowAwayDatabase;
let scratch: ScratchDatabase;
beforeAll(async () => {
  [database, scratch] = await Promise.all([throwAwayDatabase(), makeScratchDatabase(inject('databaseUrl'))]);
});
afterAll(async () => {
  await scratch.drop();
  await database.drop();
});

/** The lab's own order, the file that it was saved as, and what the tester's language makes of it. */
async function saved(setup: ReturnType<typeof labSetup>, schedule: string) {
  const lab = await playOrder({ databaseUrl: database.url, redisUrls: null }, setup, movesOf(schedule));
  const text = await specOf(lab);
  const lines: string[] = [];
  const endedEarly = await runSpec(parseSpec(text), scratch.url, { print: (line) => lines.push(line), stepTimeoutMs: 30_000, now: machineClock, signal: new AbortController().signal });
  return { lab, text, transcript: lines.join('\n'), endedEarly };
}

const lessons = (await loadLessons(join(projectRoot(), 'experiments', 'lessons'), [...STRATEGIES, ...VARIANTS])).filter(({ setup }) => findStrategy(setup.strategy)?.needs.every((store) => store === 'postgres'));

describe('an order that is saved as an isolation spec', () => {
  it.each(lessons.map((lesson) => [lesson.name, lesson] as const))('waits, fails and ends where the lab did: %s', async (_name, { setup, schedule }) => {
    const { lab, transcript, endedEarly } = await saved(setup, schedule);
    expect(endedEarly).toBeNull();
    const events = lab.moves.flatMap((move) => move.events);
    const blocked = events.filter((event) => event.kind === 'waits').length;
    // The buyer that closes a cycle waits for a second before Postgres ends it, and the lab shows only the end.
    const ring = events.some((event) => event.kind === 'step' && event.observed?.sqlstate === '40P01') ? 1 : 0;
    expect(transcript.match(/<waiting \.\.\.>/g)?.length ?? 0).toBe(blocked + ring);
    const failed = events.filter((event) => (event.kind === 'step' || event.kind === 'goes-on') && event.failed).length;
    expect(transcript.match(/^ERROR: /gm)?.length ?? 0).toBe(failed);
  });

  it('has the statements with the values that were sent, and the order of the moves', async () => {
    const { text } = await saved(labSetup({}), 'A.B.A.A.B.B');
    expect(text).toContain('update inventory set stock = 0 where product_id = 1 returning stock;');
    expect(text).toContain('permutation a1_read_stock b1_read_stock a2_insert_order a3_write_stock b2_insert_order b3_write_stock');
    expect(text).not.toContain('CREATE TABLE "run"');
  });

  it('puts braces together from characters, because they end a step', async () => {
    const { text, endedEarly } = await saved(labSetup({ strategy: 'skip-locked', stock: 2 }), 'A.A.A.B.B.B.A.A.B.B');
    expect(text).toContain('chr(123)');
    expect(endedEarly).toBeNull();
  });

  it('works for stored events, and for an order that stops half-way with a lock held', async () => {
    expect((await saved(labSetup({ strategy: 'event-sourced' }), 'A.B.A.B.B.B')).endedEarly).toBeNull();
    const { text, endedEarly } = await saved(labSetup({ strategy: 'for-update' }), 'A.A.B');
    expect(text.match(/^teardown\n\{\n {2}rollback;/gm)).toHaveLength(2);
    expect(endedEarly).toBeNull();
  });
});

it('is not made of a strategy that works with Redis', async () => {
  const lab = { setup: labSetup({ strategy: 'redlock' }), schedule: '', moves: [], buyers: [] };
  await expect(specOf(lab)).rejects.toThrow('does not work with Postgres alone');
});
