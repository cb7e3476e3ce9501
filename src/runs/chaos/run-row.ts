import { CHAOS_FAULTS, type ChaosFaultName, type ChaosRow } from '@/domain/chaos';
import type { Random } from '@/domain/monotonic-clock';
import { createProduct } from '@/stores/postgres/products';
import type { ShelfStores } from '@/stores/shelves';
import { findStrategy, shelfOf } from '@/strategies/registry';
import type { Strategy } from '@/kit/strategy';
import { poll } from '../poll';
import { auditSale, type SaleAudit } from './audit-sale';
import { Crowd } from './crowd';
import type { ChaosField, Struck } from './field';
import { judgeRow } from './judge-chaos';
import type { ChaosNumbers } from './numbers';
import { evidenceOf, restComplaint } from './rest';
import { confirmedCount, type Sale } from './sale';
import type { ChaosSandbox, ChaosStores } from './sandbox';
import { STROKES } from './strokes';

export interface RowJob {
  fault: ChaosFaultName;
  sandbox: ChaosSandbox;
  stores: ChaosStores & { shelves: ShelfStores };
  numbers: ChaosNumbers;
  random: Random;
  smallDisk: string | null;
  signal: AbortSignal;
  /** Sales of earlier rows: what was confirmed then has to be there still. */
  earlier: Sale[];
}

const SELLS_WITHIN_MS = 20_000;

/** One fault from products of its own to a judged row. Its sales are added to `earlier`. */
export async function runRow(job: RowJob): Promise<ChaosRow> {
  const { fault, sandbox, stores, numbers, random, signal, earlier } = job;
  const sales = await Promise.all(numbers.strategies.map((id) => putOnSale(id, job)));
  const crowd = new Crowd({ shopUrls: sandbox.shopUrls, webUrl: sandbox.webUrl, sales, buyersPerSale: numbers.buyersPerSale, paceMs: numbers.paceMs, random, name: fault });
  crowd.start();
  const undecided: string[] = [];
  let rushed: Promise<boolean> | null = null;
  const rush = (): Promise<boolean> => (rushed ??= crowd.rush(numbers.rushWithinMs));
  try {
    await everySale(sales, (sale) => confirmedCount(sale) >= FIRST_SALES, signal);
    const confirmedBefore = Math.min(...sales.map(confirmedCount));
    const field: ChaosField = { ...job, sales, answers: () => answersOf(sales), rush };
    const struck = await STROKES[fault](field);
    if (!(await rush())) undecided.push(`Not every shelf was empty ${numbers.rushWithinMs / 1_000} s after everything worked again.`);
    await crowd.stop();
    for (const sale of sales) sale.told.push(...(struck.told?.get(sale.productId) ?? []));
    undecided.push(...(await restComplaint(sandbox, stores, signal)));
    const audits = await Promise.all(sales.map(async (sale) => ({ sale, audit: auditSale(await evidenceOf(sale, stores)) })));
    const old = await Promise.all(earlier.map(async (sale) => ({ sale, audit: auditSale(await evidenceOf(sale, stores)) })));
    earlier.push(...sales);
    const all = [...audits, ...old.filter(({ audit }) => audit.complaints.length > 0)].map(named);
    return rowOf(fault, sales, struck, all, judgeRow({ struck, audits: all, confirmedBefore, undecided }));
  } finally {
    await crowd.stop();
  }
}

/** So many sales of each product, and the pool and the code are warm. */
const FIRST_SALES = 3;

async function everySale(sales: readonly Sale[], isSo: (sale: Sale) => boolean, signal: AbortSignal): Promise<void> {
  await poll(async () => sales.every(isSo), SELLS_WITHIN_MS, signal).catch(() => undefined);
  signal.throwIfAborted();
}

async function putOnSale(id: string, { fault, stores, numbers }: RowJob): Promise<Sale> {
  const strategy = findStrategy(id) as Strategy;
  const { id: productId } = await createProduct(stores.shelves, { name: `${id}, ${fault}`, price: '49.00', stock: numbers.stock, runId: null, shelf: shelfOf(strategy) });
  return { strategy, productId, stock: numbers.stock, told: [] };
}

function answersOf(sales: readonly Sale[]): { all: number; refused: number } {
  const told = sales.flatMap((sale) => sale.told);
  return { all: told.length, refused: told.filter(({ outcome }) => outcome === 'gave-up' || outcome === 'unknown').length };
}

/** Whose sale a sentence is about. */
const named = ({ sale, audit }: { sale: Sale; audit: SaleAudit }): SaleAudit => ({ ...audit, complaints: audit.complaints.map((complaint) => `${sale.strategy.id}: ${complaint}`) });

function rowOf(fault: ChaosFaultName, sales: readonly Sale[], struck: Struck, audits: readonly SaleAudit[], judged: Pick<ChaosRow, 'verdict' | 'complaints'>): ChaosRow {
  const told = sales.flatMap((sale) => sale.told);
  const sum = (count: (audit: SaleAudit) => number): number => audits.reduce((total, audit) => total + count(audit), 0);
  return {
    fault,
    title: CHAOS_FAULTS.find(({ name }) => name === fault)?.title ?? fault,
    notPossible: null,
    purchases: told.length,
    confirmed: told.filter(({ outcome }) => outcome === 'confirmed').length,
    unknown: told.filter(({ outcome }) => outcome === 'unknown').length,
    struck: struck.struck,
    lost: sum((audit) => audit.lost),
    doubled: sum((audit) => audit.doubled),
    oversold: sum((audit) => audit.oversold),
    healthyAfterMs: struck.healthyAfterMs === 0 ? null : struck.healthyAfterMs,
    notes: struck.notes,
    ...judged,
  };
}
