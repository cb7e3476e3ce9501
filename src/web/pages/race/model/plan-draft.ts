import { LIMITS } from '@/domain/limits';
import type { FloodPlan } from '@/domain/plan';
import { count } from '@/web/parts/words/format';

/** The numbers of a plan that a visitor can set, in the order of the control bar. */
export const DRAFT_NUMBERS = ['stock', 'buyers', 'concurrency', 'thinkMs', 'replicas', 'quantity', 'repeat', 'ratePerSecond', 'seed'] as const;
export type DraftNumber = (typeof DRAFT_NUMBERS)[number];

/** A plan while it is being typed: an emptied field is null. */
export type PlanDraft = Omit<FloodPlan, DraftNumber> & Record<DraftNumber, number | null>;

/** What this installation allows; the rest comes from the domain's limits. */
export interface PlanLimits {
  maxBuyers: number;
  maxConcurrency: number;
  replicas: number;
}

export type DraftFaults = Partial<Record<DraftNumber | 'strategies' | 'poolSize', string>>;

const NAMES: Readonly<Record<DraftNumber, string>> = {
  stock: 'Stock',
  buyers: 'Buyers',
  concurrency: 'At once',
  thinkMs: 'Think time',
  replicas: 'Replicas',
  quantity: 'Units a purchase',
  repeat: 'Repeats',
  ratePerSecond: 'Arrivals a second',
  seed: 'Seed',
};

/** Half a millisecond of thinking is a plan; half a buyer is none. */
const FRACTIONAL: ReadonlySet<DraftNumber> = new Set(['thinkMs', 'ratePerSecond']);

/** The least and the most that a field takes here. */
export function boundsOf(field: DraftNumber, limits: PlanLimits): { min: number; max: number } {
  const { min, max } = LIMITS[field];
  if (field === 'buyers') return { min, max: Math.min(max, limits.maxBuyers) };
  if (field === 'concurrency') return { min, max: Math.min(max, limits.maxConcurrency) };
  if (field === 'replicas') return { min, max: Math.max(min, Math.min(max, limits.replicas)) };
  return { min, max };
}

/** What is wrong with a draft, a sentence a field; empty when it can be flooded. */
export function draftFaults(draft: PlanDraft, limits: PlanLimits): DraftFaults {
  const faults: DraftFaults = {};
  if (draft.strategies.length === 0) faults.strategies = 'Choose at least one strategy to flood.';
  for (const field of DRAFT_NUMBERS) {
    if (field === 'ratePerSecond' && draft.arrivals !== 'open-loop') continue;
    const sentence = numberFault(field, draft[field], limits);
    if (sentence) faults[field] = sentence;
  }
  if (draft.arrivals === 'burst' && !faults.buyers && (draft.buyers ?? 0) > limits.maxConcurrency) {
    faults.buyers = `Buyers must be at most ${count(limits.maxConcurrency)} in a burst, where each holds a connection.`;
  }
  if (draft.poolSize !== null) {
    const { min, max } = LIMITS.poolSize;
    const fits = Number.isInteger(draft.poolSize) && draft.poolSize >= min && draft.poolSize <= max;
    if (!fits) faults.poolSize = `Pool size must be a whole number from ${count(min)} to ${count(max)}, or empty for as many connections as the shops were started with.`;
  }
  return faults;
}

/** The plan of a draft without faults; null while it has some. */
export function planOf(draft: PlanDraft, limits: PlanLimits): FloodPlan | null {
  if (Object.keys(draftFaults(draft, limits)).length > 0) return null;
  const { stock, buyers, concurrency, thinkMs, replicas, quantity, repeat, seed } = draft;
  if (stock === null || buyers === null || concurrency === null || thinkMs === null || replicas === null) return null;
  if (quantity === null || repeat === null || seed === null) return null;
  const ratePerSecond = draft.arrivals === 'open-loop' ? draft.ratePerSecond : null;
  return { ...draft, stock, buyers, concurrency, thinkMs, replicas, quantity, repeat, seed, ratePerSecond };
}

/** Strategies in the order of the catalogue, whatever the order in which they were ticked. */
export const inOrder = (ids: readonly string[], known: readonly string[]): string[] => known.filter((id) => ids.includes(id));

function numberFault(field: DraftNumber, value: number | null, limits: PlanLimits): string | null {
  const { min, max } = boundsOf(field, limits);
  const range = `a ${FRACTIONAL.has(field) ? '' : 'whole '}number from ${count(min)} to ${count(max)}`;
  if (value === null) return `${NAMES[field]} is empty: give ${range}.`;
  const fits = (Number.isInteger(value) || FRACTIONAL.has(field)) && value >= min && value <= max;
  return fits ? null : `${NAMES[field]} must be ${range}.`;
}
