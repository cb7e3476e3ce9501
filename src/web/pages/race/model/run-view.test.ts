import { describe, expect, test } from 'vitest';
import { countsWith, eventsOf, laneWith, oversoldLane, planWith, reportOf } from '@/testing/run-fixtures';
import { applyRunEvent, runView } from './run-view';

const naive = { strategy: 'naive', repeat: 1 };
const forUpdate = { strategy: 'for-update', repeat: 1 };

const STORY = eventsOf(
  { kind: 'queued', ahead: 1 },
  { kind: 'started', plan: planWith(), laneOrder: [forUpdate, naive] },
  { kind: 'lane-started', lane: forUpdate, productId: 1, stock: 100 },
  { kind: 'lane-progress', lane: forUpdate, counts: countsWith({ unitsSold: 40, stock: 60 }) },
  { kind: 'lane-judging', lane: forUpdate },
  { kind: 'lane-finished', lane: forUpdate, report: laneWith() },
  { kind: 'lane-started', lane: naive, productId: 2, stock: 100 },
  { kind: 'lane-progress', lane: naive, counts: countsWith({ unitsSold: 140, oversold: 40 }) },
  { kind: 'lane-finished', lane: naive, report: oversoldLane() },
  { kind: 'finished', report: reportOf([laneWith(), oversoldLane()], { plan: planWith() }) },
);

describe('the view of a run', () => {
  test('shows lanes in the order of the plan, whatever the order they run in', () => {
    expect(runView('run', STORY.slice(0, 4)).lanes.map(({ ref, state }) => [ref.strategy, state])).toEqual([
      ['naive', 'waiting'],
      ['for-update', 'running'],
    ]);
  });

  test('is the same for a late visitor and for one who reconnects and gets events twice', () => {
    const whole = runView('run', STORY);
    const repeated = [...STORY.slice(0, 5), ...STORY.slice(2), ...STORY].reduce(applyRunEvent, runView('run', []));
    expect(repeated).toEqual(whole);
    expect(whole.status).toBe('finished');
    expect(whole.lanes.every(({ state }) => state === 'finished')).toBe(true);
  });

  test('keeps what was seen of a lane under way as its series', () => {
    expect(runView('run', STORY.slice(0, 4)).lanes[1]?.series).toEqual([
      { tMs: 100, unitsSold: 40, soldOut: 0, gaveUp: 0, unknown: 0, stock: 60 },
    ]);
  });

  test('needs no more than the first and the last event of a stored run', () => {
    const [started, finished] = [STORY[1], STORY[9]];
    if (!started || !finished) throw new Error('a story');
    const view = runView('run', [started, finished]);
    expect(view.lanes.map(({ report }) => report?.unitsSold)).toEqual([912, 100]);
  });

  test('stops the lanes that had not finished when a run fails, and keeps the others', () => {
    const [failed] = eventsOf({ kind: 'failed', failure: { code: 'service-lost', message: 'Postgres went away.' } });
    if (!failed) throw new Error('an event');
    const view = runView('run', [...STORY.slice(0, 7), { ...failed, seq: 99 }]);
    expect(view.lanes.map(({ state }) => state)).toEqual(['stopped', 'finished']);
    expect(view.failure?.code).toBe('service-lost');
  });

  test('does not listen to another run', () => {
    const view = runView('other', STORY);
    expect(view.lastSeq).toBe(-1);
  });
});
