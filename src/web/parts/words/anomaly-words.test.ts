import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ANOMALIES, gravest, type Anomaly, type Finding } from '@/domain/anomaly';
import type { LaneReport } from '@/domain/report';
import { eventsOf, laneWith, planWith, reportOf } from '@/testing/run-fixtures';
import { headline } from '@/web/pages/race/model/headline';
import { spoken } from './headline-words';
import { laneFigures } from '@/web/pages/race/model/lane-figures';
import { laneTag } from '@/web/pages/race/model/lane-tag';
import { emptyLane, runView } from '@/web/pages/race/model/run-view';

/** A number of its own for each, so that no two sound the same. */
const found = (anomaly: Anomaly): Finding => ({ anomaly, count: 10 + ANOMALIES.indexOf(anomaly), evidence: { sentence: '', witnesses: [] } });
const countOf = (findings: readonly Finding[], anomaly: Anomaly): number => findings.find((finding) => finding.anomaly === anomaly)?.count ?? 0;

function laneOf(findings: Finding[]): LaneReport {
  const oversold = countOf(findings, 'oversell');
  return laneWith({ strategy: 'redlock', verdict: 'violated', unitsSold: 100 + oversold, oversold, lostUpdates: countOf(findings, 'lost-update'), findings });
}

function tagOf(lane: LaneReport): string {
  const view = { ...emptyLane({ strategy: lane.strategy, repeat: 1 }), state: 'finished' as const, report: lane };
  return laneTag(view, laneFigures(view), 100).text;
}

const headlineOf = (lane: LaneReport, repeat: number): string =>
  spoken(headline(runView('run', eventsOf({ kind: 'finished', report: reportOf([lane], { plan: planWith({ strategies: ['redlock'], repeat }) }) })), () => 'Redlock', 100)).trim();

/** What the page says of a lane that shows nothing but this. */
const alone = (anomaly: Anomaly, repeat: number) => {
  const lane = laneOf([found(anomaly)]);
  return { tag: tagOf(lane), headline: headlineOf(lane, repeat) };
};

describe('headline and tag', () => {
  test.each([1, 2])('name the same anomaly for any findings in any order, the gravest (%i floods)', (repeat) => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...ANOMALIES], { minLength: 1 }), (anomalies) => {
        const lane = laneOf(anomalies.map(found));
        const named = gravest(lane.findings)?.anomaly;
        expect(named).toBe(ANOMALIES.find((anomaly) => anomalies.includes(anomaly)));
        if (!named) return;
        // Only what an oversell says of all sold needs the lane's own numbers, and they are the same.
        expect({ tag: tagOf(lane), headline: headlineOf(lane, repeat) }).toEqual(alone(named, repeat));
      }),
    );
  });

  test('say something different of every anomaly, but for the two ways of being turned away', () => {
    const tags = ANOMALIES.map((anomaly) => alone(anomaly, 1).tag);
    const headlines = ANOMALIES.map((anomaly) => alone(anomaly, 1).headline);
    expect(new Set(tags).size).toBe(ANOMALIES.length - 1);
    expect(new Set(headlines).size).toBe(ANOMALIES.length - 1);
    expect(alone('late-sale', 1)).toEqual(alone('false-sold-out', 1));
  });
});
