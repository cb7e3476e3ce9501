import type { PurchaseRecord } from '@/domain/history';
import type { LaneTrace } from '@/domain/trace';
import type { LaneExport } from './lane-export';

type Cell = string | number | null;

/** The columns and their contents; units come last in the names. */
const COLUMNS: readonly [name: string, cell: (purchase: PurchaseRecord, lane: LaneTrace) => Cell][] = [
  ['run_id', (_purchase, lane) => lane.runId],
  ['strategy', (_purchase, lane) => lane.strategy],
  ['repeat', (_purchase, lane) => lane.repeat],
  ['buyer_id', ({ buyerId }) => buyerId],
  ['quantity_units', ({ quantity }) => quantity],
  ['outcome', ({ outcome }) => outcome],
  ['order_id', ({ orderId }) => orderId],
  ['remaining_units', ({ remaining }) => remaining],
  ['intended_ms', ({ intendedMs }) => intendedMs],
  ['invoked_ms', ({ invokedMs }) => invokedMs],
  ['returned_ms', ({ returnedMs }) => returnedMs],
  ['latency_ms', ({ intendedMs, returnedMs }) => Number((returnedMs - intendedMs).toFixed(6))],
  ['attempts', ({ attempts }) => attempts],
  ['lock_waits', ({ lockWaits }) => lockWaits],
  ['replica', ({ replica }) => replica],
  ['steps', ({ steps }) => steps.length],
];

/** One row a purchase, in the order of their invocations, as RFC 4180 has it: CRLF, and quotes where a field needs them. */
export function csvExport(lane: LaneTrace): LaneExport {
  const rows = [COLUMNS.map(([name]) => name), ...lane.purchases.map((purchase) => COLUMNS.map(([, cell]) => cell(purchase, lane)))];
  const sampled = lane.purchases.length < lane.purchaseCount ? ` It is a sample: ${lane.purchases.length} of ${lane.purchaseCount} purchases.` : '';
  return {
    files: [{ name: 'purchases.csv', text: rows.map((row) => `${row.map(field).join(',')}\r\n`).join('') }],
    about: `One row a purchase. Times are milliseconds from the start of the lane, latency counts from when the buyer meant to buy; an empty field means that there is none.${sampled}`,
  };
}

const field = (cell: Cell): string => {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
