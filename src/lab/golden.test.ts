import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { projectRoot } from '@/config/project-root';
import type { Lesson } from '@/domain/lesson';
import { loadLessons } from '@/experiments/load-lessons';
import { labTranscript } from './lab-transcript';
import { playOrder } from './replay-schedule';
import { readMoves } from './schedule-moves';
import { STRATEGIES, VARIANTS } from '@/strategies/registry';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';

/**
 * Every lesson, played on real sessions and compared word for word with its transcript in `golden/`, so that a change of a
 * strategy shows in a diff. After a change that is meant: `npx vitest run src/lab/golden.test.ts -u`, and read the diff.
 */
const lessons = await loadLessons(join(projectRoot(), 'experiments', 'lessons'), [...STRATEGIES, ...VARIANTS]);

let database: ThrowAwayDatabase;
beforeAll(async () => {
  database = await throwAwayDatabase();
});
afterAll(() => database.drop());

async function play({ setup, schedule }: Lesson) {
  const moves = readMoves(schedule, setup.buyers);
  if (typeof moves === 'string') throw new Error(moves);
  return playOrder({ databaseUrl: database.url, redisUrls: inject('redisUrls') }, setup, moves);
}

describe.each(lessons.map((lesson) => [lesson.title, lesson] as const))('the lesson %s', (_title, lesson) => {
  it('ends as it says, and word for word as it did before', async () => {
    const lab = await play(lesson);
    expect(lab.problem).toBeNull();
    const { verdict, anomaly, unitsSold, outcomes } = lesson.expect;
    expect(lab.verdict).toMatchObject({ verdict, unitsSold });
    expect(lab.verdict?.findings.map((finding) => finding.anomaly) ?? []).toEqual(anomaly === null ? [] : expect.arrayContaining([anomaly]));
    expect(lab.buyers.map(({ outcome }) => outcome?.kind)).toEqual(outcomes);
    await expect(`${labTranscript(lab)}\n`).toMatchFileSnapshot(`golden/${lesson.name}.txt`);
  });
});

it('has a lesson for each of the nine things that the lab is to show', () => {
  const strategies = lessons.map(({ setup }) => setup.strategy);
  expect(strategies).toEqual(expect.arrayContaining(['naive', 'transaction-only', 'optimistic-version', 'for-update', 'conditional-update:transaction', 'serializable', 'skip-locked', 'redlock', 'redlock-fenced', 'for-update:cart-any-order']));
});
