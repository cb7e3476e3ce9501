import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_PLAN } from '@/domain/plan';
import type { LaneTrace } from '@/domain/trace';
import { order, purchase } from '@/testing/evidence';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { openDatabase, type OpenDatabase } from './database';
import { deleteAllRuns, pruneOrders, recordRun } from './runs';
import { listTraces, readTrace, storeTrace } from './traces';

let throwAway: ThrowAwayDatabase;
let database: OpenDatabase;
beforeAll(async () => {
  throwAway = await throwAwayDatabase();
  database = openDatabase(throwAway.url, 'test');
});
afterAll(async () => {
  await database.close();
  await throwAway.drop();
});

const traceWith = (fields: Partial<LaneTrace> = {}): LaneTrace => ({
  runId: 'run', strategy: 'naive', repeat: 1, stock: 5, quantity: 1, finalStock: 4, purchaseCount: 2,
  purchases: [
    purchase({ buyerId: 'ünü 1', orderId: 1, remaining: 4, steps: [{ kind: 'read', name: 'read stock', startMs: 0.125, endMs: 1.5, observed: { stock: 5, error: null } }] }),
    purchase({ buyerId: 'b2', outcome: 'unknown' }),
  ],
  orders: [order({ id: 1, buyerId: 'ünü 1', remaining: 4 })],
  ...fields,
});

describe('the trace of a lane', () => {
  test('comes back as it was stored, separately for a variant and a repeat', async () => {
    const lanes = [traceWith(), traceWith({ repeat: 2, finalStock: 1 }), traceWith({ strategy: 'for-update:nowait', purchaseCount: 90 })];
    for (const lane of lanes) await storeTrace(database.db, lane);
    for (const lane of lanes) expect(await readTrace(database.db, 'run', lane.strategy, lane.repeat)).toEqual(lane);
    expect(await listTraces(database.db, 'run')).toEqual([
      { strategy: 'for-update:nowait', repeat: 1, purchaseCount: 90, keptCount: 2 },
      { strategy: 'naive', repeat: 1, purchaseCount: 2, keptCount: 2 },
      { strategy: 'naive', repeat: 2, purchaseCount: 2, keptCount: 2 },
    ]);
  });

  test('is replaced by a second one of the same lane', async () => {
    await storeTrace(database.db, traceWith({ finalStock: 2 }));
    expect((await readTrace(database.db, 'run', 'naive', 1))?.finalStock).toBe(2);
  });

  test('is null, and its run has none, where nothing was stored', async () => {
    expect(await readTrace(database.db, 'run', 'redlock', 1)).toBeNull();
    expect(await listTraces(database.db, 'nobody')).toEqual([]);
  });

  test('is deleted with the orders of its run, and a reset deletes all', async () => {
    for (const runId of ['old', 'new']) {
      await recordRun(database.db, runId, DEFAULT_PLAN, 'running');
      await storeTrace(database.db, traceWith({ runId }));
    }
    await pruneOrders(database.db, 1);
    expect(await listTraces(database.db, 'old')).toEqual([]);
    expect(await listTraces(database.db, 'new')).toHaveLength(1);
    await deleteAllRuns(database.db);
    expect(await listTraces(database.db, 'new')).toEqual([]);
  });
});
