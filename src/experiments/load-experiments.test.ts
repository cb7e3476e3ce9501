import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '@/config/project-root';
import type { Anomaly } from '@/domain/anomaly';
import type { Experiment, ExpectedVerdict } from '@/domain/experiment';
import { DEFAULT_PLAN } from '@/domain/plan';
import type { LaneReport, RunReport } from '@/domain/report';
import { STRATEGIES, VARIANTS } from '@/strategies/registry';
import { laneWith } from '@/testing/run-fixtures';
import { floodPlanInput } from './flood-plan-schema';
import { judgeExperiment } from './judge-experiment';
import { ExperimentError, loadExperiments, readExperiment } from './load-experiments';

const EVERY = [...STRATEGIES, ...VARIANTS];
const limits = { maxBuyers: 100_000, maxConcurrency: 2_000, replicas: 8, strategyIds: EVERY.map(({ id }) => id) };
const folder = join(projectRoot(), 'experiments');
const read = (text: string) => readExperiment('10-mine.yaml', text, EVERY, limits, 'full');

const MINE = `
title: Mine
question: Does it hold?
lesson: It does.
strategies: [naive, for-update]
flood: { stock: 5 }
expect:
  safe: { verdict: pass, unitsSold: 5 }
  naive: { verdict: violated }
`;

describe('experiment files', () => {
  it.each(['full', 'quick'] as const)('are all readable at %s size', async (size) => {
    const experiments = await loadExperiments(folder, EVERY, limits, size);
    expect(experiments).toHaveLength(readdirSync(folder).filter((name) => name.endsWith('.yaml')).length);
    for (const experiment of experiments) expect(experiment.plans.length).toBeGreaterThan(0);
  });

  it('expect the last item exactly: 1 and 99', async () => {
    const experiments = await loadExperiments(folder, EVERY, limits);
    const lastItem = experiments.find(({ name }) => name === 'last-item');
    expect(lastItem?.expectations.find(({ strategy }) => strategy === 'for-update')).toMatchObject({ verdict: 'pass', unitsSold: 1, soldOut: 99 });
  });

  it('may expect of a class what its variants do, and of a class that is not flooded', () => {
    const variant = MINE.replace('for-update', 'for-update:no-key').replace('safe: {', 'loses-sales: { verdict: loses-sales }\n  safe: {');
    expect(read(variant).expectations).toMatchObject([{ strategy: 'naive', verdict: 'violated' }, { strategy: 'for-update:no-key', verdict: 'pass' }]);
  });

  it('become one plan for each value of what varies', () => {
    expect(read(`${MINE}\nvary: { thinkMs: [9, 1] }`).plans.map(({ thinkMs }) => thinkMs)).toEqual([9, 1]);
  });

  it.each([
    ['an unknown field', `${MINE}\nsurprise: 1`],
    ['a stock of nothing', MINE.replace('stock: 5', 'stock: 0')],
    ['an unknown strategy', MINE.replace('for-update', 'for-ever')],
    ['a strategy without expectation', MINE.replace('naive: {', 'redlock: {')],
    ['no question', MINE.replace('question: Does it hold?', '')],
    ['an expectation of a strategy that is not flooded', `${MINE}  redlock: { verdict: pass }\n`],
    ['an expectation of an unknown name', `${MINE}  naïve: { verdict: violated }\n`],
  ])('with %s are refused by name', (_fault, text) => {
    expect(() => read(text)).toThrow(ExperimentError);
  });
});

describe('an experiment file with several faults', () => {
  it('names them all at once, each with its place', () => {
    const text = MINE.replace('question: Does it hold?\n', '').replace('stock: 5 }', 'stock: 0, buyer: 3 }').replace('for-update', 'for-ever').replace('safe: {', 'unsafe: { verdict: lost }\n  sfae: {');
    const message = (() => {
      try {
        read(text);
        return 'it was read';
      } catch (error) {
        return error instanceof ExperimentError ? error.message : String(error);
      }
    })();
    for (const fault of [/question: /, /expect\.unsafe\.verdict: /, /strategies: there is no strategy for-ever/, /flood\.stock: /, /flood: .*buyer/, /expect\.sfae: this experiment floods no strategy of this name, and there is no such class/]) expect(message).toMatch(fault);
    expect(message).toContain('nothing was run');
  });
});

describe('comparing with what was expected', () => {
  const experiment = read(MINE);
  const report = (...lanes: RunReport['lanes']): RunReport[] => [{ plan: experiment.plans[0], lanes } as RunReport];
  const naive = laneWith({ strategy: 'naive', class: 'unsafe', verdict: 'violated', unitsSold: 9 });
  const good = laneWith({ unitsSold: 5 });

  it('passes when it came so', () => {
    expect(judgeExperiment(experiment, report(naive, good))).toMatchObject({ exitCode: 0, missed: [] });
  });

  it.each([
    ['1 for a violated safe strategy', [naive, laneWith({ verdict: 'violated', unitsSold: 5 })], 1],
    ['1 for another number of units', [naive, laneWith({ unitsSold: 4 })], 1],
    ['2 for doubt', [naive, laneWith({ verdict: 'undecided', unitsSold: 5 })], 2],
    ['3 for a quiet control', [{ ...naive, verdict: 'pass' as const }, good], 3],
    ['1 before 3', [{ ...naive, verdict: 'pass' as const }, laneWith({ verdict: 'violated' })], 1],
  ])('gives %s', (_name, lanes, exitCode) => {
    const result = judgeExperiment(experiment, report(...lanes));
    expect(result.exitCode).toBe(exitCode);
    expect(result.missed.length).toBeGreaterThan(0);
  });
});

describe('expected verdicts besides pass and violated', () => {
  const expecting = (verdict: ExpectedVerdict, anomaly: Anomaly | null = null) => ({
    ...read(MINE),
    expectations: [{ strategy: 'for-update', verdict, anomaly, unitsSold: null, soldOut: null }],
  });
  const finding = (anomaly: Anomaly) => ({ anomaly, count: 1, evidence: { sentence: 'so it was', witnesses: [] } });
  const judged = (experiment: Experiment, lane: LaneReport) => judgeExperiment(experiment, [{ plan: experiment.plans[0], lanes: [lane] } as RunReport]);

  it('is the anomaly that a strategy teaches: failing for another reason proves nothing', () => {
    const lane = laneWith({ verdict: 'violated', findings: [finding('lost-update')] });
    expect(judged(expecting('violated', 'lost-update'), lane).exitCode).toBe(0);
    expect(judged(expecting('violated', 'negative-stock'), lane)).toMatchObject({ exitCode: 3, missed: ['for-update was to fail by negative-stock and failed by lost-update.'] });
  });

  it('is that nothing broke, although some outcomes stay unknown', () => {
    expect(judged(expecting('holds'), laneWith({ verdict: 'undecided' })).exitCode).toBe(0);
    expect(judged(expecting('holds'), laneWith({ verdict: 'violated' })).exitCode).toBe(1);
  });

  it('is not met by a fault that never struck', () => {
    const fault = { name: 'kill-replica', step: 'think', struckMs: null, mendedMs: null, told: '' };
    expect(judged(expecting('pass'), laneWith({ fault }))).toMatchObject({ exitCode: 3, missed: ['for-update: the fault kill-replica never struck, so the flood proves nothing.'] });
  });

  it('is that sales were lost, and nothing worse', () => {
    expect(judged(expecting('loses-sales'), laneWith({ lostSales: 3 })).exitCode).toBe(0);
    expect(judged(expecting('loses-sales'), laneWith({ lostSales: 3, verdict: 'violated', findings: [finding('false-sold-out')] })).exitCode).toBe(0);
    expect(judged(expecting('loses-sales'), laneWith({ lostSales: 0 })).exitCode).toBe(3);
    expect(judged(expecting('loses-sales'), laneWith({ lostSales: 3, verdict: 'violated', findings: [finding('oversell')] })).exitCode).toBe(1);
  });
});

describe('the schema of a plan', () => {
  const schema = floodPlanInput(limits);

  it('fills in every default', () => {
    expect(schema.parse({})).toEqual(DEFAULT_PLAN);
  });

  it.each([
    { stock: -1 }, { stock: 1.5 }, { stock: '100' }, { stock: 1e12 }, { buyers: 100_001 }, { buyers: 0 }, { concurrency: 2_001 }, { thinkMs: -1 },
    { thinkMs: Number.NaN }, { strategies: [] }, { strategies: ['nobody'] }, { replicas: 9 }, { seed: -1 }, { repeat: 0 }, { fault: 'fire' }, { fault: 'slow-commits@think' }, { poolSize: 0 },
    { arrivals: 'sideways' }, { arrivals: 'open-loop' }, { ratePerSecond: 5 }, { arrivals: 'burst', buyers: 2_001 }, { surprise: true }, null, [], 'x',
  ])('refuses %j', (input) => {
    expect(schema.safeParse(input).success).toBe(false);
  });

  it('names every fault at once', () => {
    const faults = schema.safeParse({ stock: -1, buyers: 'many', seed: 0.5 }).error?.issues.map((issue) => issue.path[0]);
    expect(faults?.sort()).toEqual(['buyers', 'seed', 'stock']);
  });
});
