import { describe, expect, it } from 'vitest';
import type { PurchaseRecord, StoredOrder } from '@/domain/history';
import type { LaneTrace } from '@/domain/trace';
import { goodSale, order, purchase } from '@/testing/evidence';
import type { BankEvent } from './elle-bank';
import type { ListEvent } from './elle-list-append';
import { exportLane, type ExportRequest, type TraceSource } from './export-lane';
import type { PorcupineOperation } from './porcupine-export';

const laneOf = (stock: number, purchases: PurchaseRecord[], orders: StoredOrder[], over: Partial<LaneTrace> = {}): LaneTrace => ({
  runId: 'run-1',
  strategy: 'naive',
  repeat: 1,
  stock,
  quantity: 1,
  finalStock: stock - orders.length,
  purchaseCount: purchases.length,
  purchases,
  orders,
  ...over,
});

/** Three units: 1 and 2 are bought in turn, then 3 and 4 both find one left; 'late' is told sold out, the outcome of 'lost' is unknown. */
const lostUpdate = laneOf(
  3,
  [
    purchase({ buyerId: 'a', orderId: 1, remaining: 2, invokedMs: 0, returnedMs: 1 }),
    purchase({ buyerId: 'b', orderId: 2, remaining: 1, invokedMs: 2, returnedMs: 3 }),
    purchase({ buyerId: 'c', orderId: 3, remaining: 0, invokedMs: 4, returnedMs: 6 }),
    purchase({ buyerId: 'd', orderId: 4, remaining: 0, invokedMs: 5, returnedMs: 7.0000015 }),
    purchase({ buyerId: 'late', outcome: 'sold-out', invokedMs: 8, returnedMs: 9 }),
    purchase({ buyerId: 'lost', outcome: 'unknown', invokedMs: 8, returnedMs: 9 }),
  ],
  [1, 2, 3, 4].map((id) => order({ id, buyerId: 'abcd'.charAt(id - 1), remaining: Math.max(0, 3 - id) })),
  { finalStock: 0 },
);

const sound = (stock: number, sold: number): LaneTrace => {
  const { purchases, orders } = goodSale(stock, sold);
  return laneOf(stock, [...purchases, purchase({ buyerId: 'late', outcome: 'sold-out', invokedMs: sold * 10, returnedMs: sold * 10 + 1 })], [...orders]);
};

const sourceOf = (...lanes: LaneTrace[]): TraceSource => ({
  list: async (runId) => lanes.filter((lane) => lane.runId === runId).map(({ strategy, repeat, purchaseCount, purchases }) => ({ strategy, repeat, purchaseCount, keptCount: purchases.length })),
  read: async (_runId, strategy, repeat) => lanes.find((lane) => lane.strategy === strategy && lane.repeat === repeat) ?? null,
  spec: async (_runId, strategy) => ({ files: [{ name: `${strategy}.spec`, text: '' }], about: '' }),
});

const asked = (over: Partial<ExportRequest>): ExportRequest => ({ runId: 'run-1', format: 'csv', lane: null, force: false, ...over });

async function textOf(lane: LaneTrace, format: ExportRequest['format'], name: string): Promise<string> {
  const { files } = await exportLane(sourceOf(lane), asked({ format }));
  return files.find((file) => file.name === name)?.text ?? '';
}

describe('the choice of a lane', () => {
  const two = sourceOf(lostUpdate, { ...lostUpdate, strategy: 'for-update:nowait' }, { ...lostUpdate, repeat: 2 });

  it.each([
    ['of an unknown run', asked({ runId: 'run-2' }), /Nothing is kept of a run run-2/],
    ['among several when none is named', asked({}), /3 lanes: choose one with --lane\. There are naive, for-update:nowait, naive:2/],
    ['that is not there', asked({ lane: 'redlock' }), /no lane redlock\. There are naive/],
  ])('is refused with a sentence: %s', async (_what, request, sentence) => {
    await expect(exportLane(two, request)).rejects.toThrow(sentence);
  });

  it.each([['naive'], ['naive:1'], ['naive:2'], ['for-update:nowait']])('finds %s, a colon in the name of a strategy or not', async (lane) => {
    const { files } = await exportLane(two, asked({ lane }));
    const [strategy, repeat] = /:\d$/.test(lane) ? lane.split(':') : [lane, '1'];
    expect(files[0]?.text.split('\r\n')[1]).toMatch(new RegExp(`^run-1,${String(strategy)},${String(repeat)},`));
  });
});

describe('what cannot be searched', () => {
  const large = laneOf(1, Array.from({ length: 20_001 }, (_unused, at) => purchase({ buyerId: `b${at}`, outcome: 'sold-out', invokedMs: at, returnedMs: at + 1 })), []);

  it.each(['porcupine', 'elle'] as const)('is refused for %s, with the reason, unless it is forced', async (format) => {
    await expect(exportLane(sourceOf(large), asked({ format }))).rejects.toThrow(/20001 operations are more than 20000\..*exponential.*--force/);
    await expect(exportLane(sourceOf(large), asked({ format, force: true }))).resolves.toHaveProperty('files');
  });

  it('is refused for Elle when the list would be too long, forced or not', async () => {
    await expect(exportLane(sourceOf(sound(5_000, 4_001)), asked({ format: 'elle', force: true }))).rejects.toThrow(/4001 orders are more than 4000/);
  });

  it.each(['porcupine', 'elle'] as const)('is refused for %s when it is a sample, forced or not', async (format) => {
    const sample = { ...lostUpdate, purchaseCount: 100 };
    await expect(exportLane(sourceOf(sample), asked({ format, force: true }))).rejects.toThrow(/a sample of 6 of 100 purchases/);
  });
});

it('writes a row a purchase as RFC 4180 has it', async () => {
  const lane = laneOf(5, [purchase({ buyerId: 'a "b", c', orderId: 7, remaining: 4, intendedMs: 0.5, invokedMs: 1, returnedMs: 3.25, attempts: 2 })], []);
  const [head, row, end] = (await textOf(lane, 'csv', 'purchases.csv')).split('\r\n');
  expect(head).toBe(
    'run_id,strategy,repeat,buyer_id,quantity_units,outcome,order_id,remaining_units,intended_ms,invoked_ms,returned_ms,latency_ms,attempts,lock_waits,replica,steps',
  );
  expect(row).toBe('run-1,naive,1,"a ""b"", c",1,confirmed,7,4,0.5,1,3.25,2.75,2,0,0,0');
  expect(end).toBe('');
});

it('gives Porcupine whole nanoseconds, and leaves the end open where it is unknown', async () => {
  const { stock, operations } = JSON.parse(await textOf(lostUpdate, 'porcupine', 'operations.json')) as { stock: number; operations: PorcupineOperation[] };
  expect(stock).toBe(3);
  expect(operations[3]).toEqual({ clientId: 3, input: { kind: 'buy', quantity: 1 }, call: 5_000_000, return: 7_000_002, output: { outcome: 'confirmed', remaining: 0 } });
  expect(operations[5]).toMatchObject({ return: null, output: { outcome: 'unknown', remaining: null } });
  expect(await textOf(lostUpdate, 'porcupine', 'model.go')).toContain('github.com/anishathalye/porcupine');
});

describe('the list of a sale, for Elle', () => {
  const events = async (lane: LaneTrace): Promise<ListEvent[]> => JSON.parse(await textOf(lane, 'elle', 'list-append.json')) as ListEvent[];
  const completed = async (lane: LaneTrace): Promise<[string, ListEvent['value']][]> =>
    (await events(lane)).filter(({ type }) => type !== 'invoke').map(({ type, value }) => [type, value]);

  it('shows a lost update as two purchases that read the same list and both append', async () => {
    expect(await completed(lostUpdate)).toEqual([
      ['ok', [['r', 1, []], ['append', 1, 1]]],
      ['ok', [['r', 1, [1]], ['append', 1, 2]]],
      ['ok', [['r', 1, [1, 2]], ['append', 1, 3]]],
      ['ok', [['r', 1, [1, 2]], ['append', 1, 4]]],
      // Two stand at the last place, so it is not known what the full list was.
      ['fail', [['append', 1, -5]]],
      ['info', [['append', 1, -6]]],
    ]);
  });

  it('reads the whole list when sold out, and only prefixes of one list otherwise, in a sound sale', async () => {
    const all = await completed(sound(3, 3));
    expect(all.at(-1)).toEqual(['ok', [['r', 1, [1, 2, 3]]]]);
  });

  it('leaves a read out where the order says nothing of the stock that it found', async () => {
    const silent = sound(2, 2);
    const all = await completed({ ...silent, orders: silent.orders.map((row) => ({ ...row, remaining: null })) });
    expect(all.slice(0, 2)).toEqual([['ok', [['append', 1, 1]]], ['ok', [['append', 1, 2]]]]);
  });

  it('takes an order of a refused buyer as a failed append, and one without a buyer as an unknown one', async () => {
    const told = laneOf(5, [purchase({ buyerId: 'x', outcome: 'gave-up', invokedMs: 3, returnedMs: 4 })], [order({ id: 1, buyerId: 'x', remaining: 4 }), order({ id: 2, buyerId: 'y', remaining: 3 })]);
    expect(await completed(told)).toEqual([['info', [['append', 1, 2]]], ['fail', [['append', 1, 1]]]]);
  });

  it('has one invocation and one completion a process, numbered in the order of time', async () => {
    const all = await events(lostUpdate);
    expect(all.map(({ index }) => index)).toEqual(all.map((_unused, at) => at));
    expect(all.every(({ time }, at) => at === 0 || time >= (all[at - 1]?.time ?? 0))).toBe(true);
    for (const process of new Set(all.map((event) => event.process))) {
      expect(all.filter((event) => event.process === process).map(({ type }) => type === 'invoke')).toEqual([true, false]);
    }
  });
});

it('gives the bank one read before and one after, whose sum shows whether units appeared', async () => {
  const sumsOf = async (lane: LaneTrace): Promise<(number | undefined)[]> => {
    const all = JSON.parse(await textOf(lane, 'elle', 'bank.json')) as BankEvent[];
    const reads = all.filter(({ f, type }) => f === 'read' && type === 'ok').map(({ value }) => value as Record<string, number>);
    return reads.map((balances) => (balances['0'] ?? 0) + (balances['1'] ?? 0));
  };
  expect(await sumsOf(sound(3, 3))).toEqual([3, 3]);
  expect(await sumsOf(lostUpdate)).toEqual([3, 4]);
});
