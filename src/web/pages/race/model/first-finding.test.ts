import { describe, expect, test } from 'vitest';
import type { Anomaly, Finding } from '@/domain/anomaly';
import { eventsOf, laneWith, reportOf } from '@/testing/run-fixtures';
import { firstFinding } from './first-finding';
import { runView } from './run-view';

const finding = (anomaly: Anomaly): Finding => ({ anomaly, count: 1, evidence: { sentence: '', witnesses: [] } });
const found = (...lanes: Anomaly[][]) =>
  firstFinding(runView('run', eventsOf({ kind: 'finished', report: reportOf(lanes.map((anomalies, index) => laneWith({ strategy: `s${index}`, findings: anomalies.map(finding) }))) })));

describe('the finding on the card', () => {
  test('explains: a unit that no buyer has before the buyers that were turned away for it', () => {
    expect(found(['late-sale', 'ghost-stock', 'false-sold-out'])?.finding.anomaly).toBe('ghost-stock');
    expect(found(['oversell', 'lost-update'])?.finding.anomaly).toBe('lost-update');
    expect(found(['false-sold-out'], ['duplicate-order'])).toMatchObject({ lane: { strategy: 's1' }, finding: { anomaly: 'duplicate-order' } });
  });

  test('is none where nothing broke', () => {
    expect(found([])).toBeNull();
    expect(firstFinding(null)).toBeNull();
  });
});
