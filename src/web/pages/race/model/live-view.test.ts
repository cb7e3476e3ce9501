import { describe, expect, test } from 'vitest';
import type { RunStatus, RunSummary } from '@/domain/run-event';
import { planWith } from '@/testing/run-fixtures';
import { applyLiveNews, type LiveView } from './live-view';

const run = (id: string, status: RunStatus): RunSummary => ({
  id,
  status,
  plan: planWith(),
  createdAt: '2026-01-01T00:00:00.000Z',
  finishedAt: null,
  verdict: null,
  exitCode: null,
  summary: null,
});

const after = (...runs: RunSummary[]): LiveView =>
  runs.reduce<LiveView>((view, news) => applyLiveNews(view, { kind: 'run', run: news }), { watching: null, current: null, runs: [] });

describe('the live line', () => {
  test('puts the run under way on every stage, and takes it off when it ends', () => {
    expect(after(run('a', 'queued'), run('a', 'running')).current?.id).toBe('a');
    expect(after(run('a', 'running'), run('a', 'finished')).current).toBeNull();
  });

  test('does not let a queued run push a running one off', () => {
    const view = after(run('a', 'running'), run('b', 'queued'));
    expect(view.current?.id).toBe('a');
    expect(view.runs.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  test('shows no count while the connection is down, and keeps the run on the stage', () => {
    const counted = applyLiveNews(after(run('a', 'running')), { kind: 'watching', count: 23 });
    expect(counted.watching).toBe(23);
    const lost = applyLiveNews(counted, { kind: 'lost' });
    expect([lost.watching, lost.current?.id]).toEqual([null, 'a']);
  });

  test('lists a run once, however often it is reported', () => {
    const view = after(run('a', 'queued'), run('a', 'running'), run('a', 'finished'));
    expect(view.runs).toHaveLength(1);
    expect(view.runs[0]?.status).toBe('finished');
  });
});
