import { describe, expect, test } from 'vitest';
import type { RunEventBody } from '@/domain/run-event';
import { countsWith, eventsOf, laneWith, planWith, reportOf } from '@/testing/run-fixtures';
import { RunEventError, decodeRunEvent, encodeRunEvent } from './run-event-codec';

const lane = { strategy: 'naive', repeat: 1 };

const BODIES: RunEventBody[] = [
  { kind: 'queued', ahead: 2 },
  { kind: 'started', plan: planWith(), laneOrder: [lane] },
  { kind: 'lane-started', lane, productId: 7, stock: 100 },
  { kind: 'lane-progress', lane, counts: countsWith({ unitsSold: 3 }) },
  { kind: 'lane-judging', lane },
  { kind: 'lane-finished', lane, report: laneWith() },
  { kind: 'finished', report: reportOf([laneWith()]) },
  { kind: 'failed', failure: { code: 'service-lost', message: 'Postgres went away.\nOn a second line.' } },
];

describe('run event codec', () => {
  test.each(eventsOf(...BODIES))('brings $kind back as it was, on one line', (event) => {
    const line = encodeRunEvent(event);
    expect(line).not.toContain('\n');
    expect(decodeRunEvent(line)).toEqual(event);
  });

  test.each([
    ['', 'not JSON'],
    ['{"kind":', 'not JSON'],
    ['null', 'event'],
    ['{"runId":"r","seq":1,"atMs":0,"kind":"exploded"}', 'kind'],
    ['{"runId":"r","seq":-1,"atMs":0,"kind":"queued","ahead":0}', 'seq'],
    ['{"runId":"r","seq":1,"atMs":0,"kind":"queued"}', 'ahead'],
    ['{"runId":"r","seq":1,"atMs":0,"kind":"lane-progress","lane":{"strategy":"naive","repeat":1},"counts":{}}', 'counts'],
    ['{"runId":"r","seq":1,"atMs":0,"kind":"finished","report":null}', 'report'],
  ])('refuses %s and names %s', (line, fault) => {
    expect(() => decodeRunEvent(line)).toThrow(RunEventError);
    expect(() => decodeRunEvent(line)).toThrow(fault);
  });

  test('keeps a huge bad line out of the error', () => {
    const refused = () => decodeRunEvent(`"${'x'.repeat(100_000)}`);
    expect(refused).toThrow(RunEventError);
    try {
      refused();
    } catch (error) {
      expect((error as RunEventError).line.length).toBeLessThanOrEqual(200);
    }
  });
});
