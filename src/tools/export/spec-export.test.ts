import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Finding } from '@/domain/anomaly';
import { DEFAULT_PLAN } from '@/domain/plan';
import type { StepRecord } from '@/domain/purchase';
import type { StepKind } from '@/domain/step';
import { openDatabase } from '@/stores/postgres/database';
import { recordReport, recordRun } from '@/stores/postgres/runs';
import { laneWith, reportOf } from '@/testing/run-fixtures';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { specExport } from './spec-export';

let database: ThrowAwayDatabase;
beforeAll(async () => {
  database = await throwAwayDatabase();
});
afterAll(() => database.drop());

const step = (kind: StepKind, name: string, startMs: number, observed: StepRecord['observed'] = null): StepRecord => ({ kind, name, startMs, endMs: startMs + 1, observed });
const buyer = (buyerId: string, orderId: number, firstMs: number) => ({
  buyerId, orderId, read: 42, wrote: 41, invokedMs: firstMs, returnedMs: firstMs + 40, replica: 0,
  steps: [step('connect', 'wait for a connection', firstMs), step('read', 'read stock', firstMs + 2, { stock: 42 }), step('think', 'think', firstMs + 4), step('insert', 'insert order', firstMs + 20), step('write', 'write stock', firstMs + 30, { stock: 41 })],
});

async function storedRun(strategy: string, findings: Finding[]): Promise<string> {
  const id = randomUUID();
  const { db, close } = openDatabase(database.url, 'test');
  await recordRun(db, id, { ...DEFAULT_PLAN, strategies: [strategy] }, 'running');
  await recordReport(db, id, reportOf([laneWith({ strategy, repeat: 1, findings })], { runId: id }));
  await close();
  return id;
}

const lostUpdate: Finding = { anomaly: 'lost-update', count: 1, evidence: { sentence: 'Both wrote 41.', witnesses: [buyer('buyer-17', 17, 0), buyer('buyer-23', 23, 3)] } };

it('is the two buyers of the first lost update, on as much stock as they found', async () => {
  const { files } = await specExport(database.url, await storedRun('naive', [lostUpdate]), 'naive', 1);
  expect(files.map(({ name }) => name)).toEqual(['naive.spec']);
  expect(files[0]?.text).toContain('values (1, 42, 42, false)');
  expect(files[0]?.text).toContain('permutation a1_read_stock b1_read_stock a2_insert_order b2_insert_order a3_write_stock b3_write_stock');
});

it('says why there is none', async () => {
  await expect(specExport(database.url, await storedRun('for-update', []), 'for-update', 1)).rejects.toThrow('No two buyers broke anything');
  await expect(specExport(database.url, randomUUID(), 'redlock', 1)).rejects.toThrow('works with Redis');
});
