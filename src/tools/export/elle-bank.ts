import type { PurchaseRecord } from '@/domain/history';
import type { LaneTrace } from '@/domain/trace';
import { nanoseconds } from './lane-export';

const STOCK = 0;
const SOLD = 1;

type Value = { from: number; to: number; amount: number } | Record<string, number> | null;

export interface BankEvent {
  index: number;
  type: 'invoke' | 'ok' | 'fail' | 'info';
  f: 'read' | 'transfer';
  process: number;
  /** Nanoseconds from the start of the lane. */
  time: number;
  value: Value;
}

type Moment = Omit<BankEvent, 'index'>;

/** Each purchase as a transfer from the stock to what is sold, between a read of both before and one after. */
export function bankHistory({ stock, finalStock, purchases, orders }: LaneTrace): BankEvent[] {
  const reader = purchases.length;
  const lastMs = purchases.reduce((last, { returnedMs }) => Math.max(last, returnedMs), 0);
  const sold = orders.reduce((sum, { quantity }) => sum + quantity, 0);
  const transfers = purchases.flatMap(transfer);
  transfers.sort((one, other) => one.time - other.time || Number(one.type !== 'invoke') - Number(other.type !== 'invoke'));
  const moments = [...read(reader, 0, stock, 0), ...transfers, ...read(reader, nanoseconds(lastMs), finalStock, sold)];
  return moments.map((moment, index) => ({ index, ...moment }));
}

function transfer({ quantity, outcome, invokedMs, returnedMs }: PurchaseRecord, process: number): Moment[] {
  const common = { f: 'transfer', process, value: { from: STOCK, to: SOLD, amount: quantity } } as const;
  return [
    { ...common, type: 'invoke', time: nanoseconds(invokedMs) },
    { ...common, type: ENDS[outcome], time: nanoseconds(returnedMs) },
  ];
}

const ENDS: Readonly<Record<PurchaseRecord['outcome'], 'ok' | 'fail' | 'info'>> = { confirmed: 'ok', 'sold-out': 'fail', 'gave-up': 'fail', unknown: 'info' };

function read(process: number, time: number, stock: number, sold: number): Moment[] {
  return [
    { type: 'invoke', f: 'read', process, time, value: null },
    { type: 'ok', f: 'read', process, time, value: { [STOCK]: stock, [SOLD]: sold } },
  ];
}
