import type { ChaosRow } from '@/domain/chaos';
import { CHAOS_FAULTS, type ChaosFaultName } from '@/domain/fault';
import type { Random } from '@/domain/monotonic-clock';
import { waitUntil } from '@/domain/wait-until';
import { readFinalState } from '@/stock/final-state';
import { createProduct } from '@/stock/products';
import { findStrategy, stockModelOf } from '@/strategies/registry';
import type { Strategy } from '@/kit/strategy';
import { auditSale, type SaleAudit } from '../audit-sale';
import { Crowd } from './crowd';
import { CHAOS_INJECTORS } from './injectors';
import { judgeRow } from './judge-chaos';
import type { ChaosNumbers } from './numbers';
import { unrest } from './rest';
import { confirmedCount, type Sale } from './sale';
import type { ChaosSandbox, ChaosStores } from './sandbox';

export interface RowJob {
  fault: ChaosFaultName;
  sandbox: ChaosSandbox;
  stores: ChaosStores;
  numbers: ChaosNumbers;
  random: Random;
  smallDisk: string | null;
  signal: AbortSignal;
  /** Sales of earlier rows: what was confirmed then has to be there still. */
  earlier: Sale[];
}

const SELLS_WITHIN_MS = 20_000;
/** So many sales of each product, and the pool and the code are warm. */
const FIRST_SALES = 3;

/** One fault from products of its own to a judged row. Its sales are added to `earlier`. */
export async function runRow(job: RowJob): Promise<ChaosRow> {
  const { fault, sandbox, stores, numbers, random, signal, earlier } = job;
  const sales = await Promise.all(numbers.strategies.map((id) => putOnSale(id, job)));
  const crowd = new Crowd({ sandbox, sales, numbers, random, name: fault });
  crowd.start();
  let rushed: Promise<boolean> | null = null;
  const rush = (): Promise<boolean> => (rushed ??= crowd.rush(numbers.rushWithinMs));
  try {
    await waitUntil('every sale has sold', () => sales.every((sale) => confirmedCount(sale) >= FIRST_SALES), { within: SELLS_WITHIN_MS, signal }).catch(() => undefined);
    signal.throwIfAborted();
    const confirmedBefore = Math.min(...sales.map(confirmedCount));
    const result = await CHAOS_INJECTORS[fault]({ ...job, sales, rush });
    const emptied = await rush();
    await crowd.stop();
    const undecided = [
      ...(emptied ? [] : [`Not every shelf was empty ${numbers.rushWithinMs / 1_000} s after everything worked again.`]),
      ...(await unrest(sandbox, stores, signal)),
    ];
    const audits = await Promise.all(sales.map((sale) => audited(sale, stores)));
    const old = await Promise.all(earlier.map((sale) => audited(sale, stores)));
    earlier.push(...sales);
    const all = [...audits, ...old.filter(({ complaints }) => complaints.length > 0)];
    return rowOf(fault, { sales, audits: all, injected: result.injected, healthyAfterMs: result.healthyAfterMs || null, notes: result.notes, ...judgeRow({ result, audits: all, confirmedBefore, undecided }) });
  } finally {
    await crowd.stop();
  }
}

async function putOnSale(id: string, { fault, stores, numbers }: RowJob): Promise<Sale> {
  const strategy = findStrategy(id) as Strategy;
  const { id: productId } = await createProduct(stores.shelves, { name: `${id}, ${fault}`, price: '49.00', stock: numbers.stock, runId: null, stockModel: stockModelOf(strategy) });
  return { strategy, productId, stock: numbers.stock, records: [] };
}

/** The audit of one sale, its sentences under the name of the strategy. */
async function audited(sale: Sale, { shelves }: ChaosStores): Promise<SaleAudit> {
  const { strategy, productId, stock, records } = sale;
  const audit = auditSale({ ...(await readFinalState(shelves, productId, stockModelOf(strategy))), stock, purchases: records });
  return { ...audit, complaints: audit.complaints.map((complaint) => `${strategy.id}: ${complaint}`) };
}

interface RowParts extends Pick<ChaosRow, 'verdict' | 'complaints' | 'notes' | 'healthyAfterMs'> {
  sales: readonly Sale[];
  audits: readonly SaleAudit[];
  injected: number;
}

/** A row with its counts; one without sales is of a fault that was not carried to its end. */
export function rowOf(fault: ChaosFaultName, { sales, audits, injected, ...judged }: RowParts): ChaosRow {
  const records = sales.flatMap((sale) => sale.records);
  const sum = (count: (audit: SaleAudit) => number): number => audits.reduce((total, audit) => total + count(audit), 0);
  return {
    fault,
    title: CHAOS_FAULTS.find(({ name }) => name === fault)?.title ?? fault,
    notPossible: null,
    purchases: records.length,
    confirmed: records.filter(({ outcome }) => outcome === 'confirmed').length,
    unknown: records.filter(({ outcome }) => outcome === 'unknown').length,
    struck: injected,
    lost: sum((audit) => audit.lost),
    doubled: sum((audit) => audit.doubled),
    oversold: sum((audit) => audit.oversold),
    ...judged,
  };
}
