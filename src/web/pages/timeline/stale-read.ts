import type { WitnessPurchase } from '@/domain/anomaly';
import { lastRead } from '@/domain/read-by';
import type { StepRecord } from '@/domain/purchase';
import { traitsOf } from '@/domain/step';

/** One end of the arrow: which of the two purchases (0 or 1), and when. */
export interface ArrowEnd {
  row: 0 | 1;
  ms: number;
}

/**
 * What undoes a sale: a purchase reads, another one writes, and the first writes based on what it read. The arrow leads
 * from the read to the write that it never saw (the anti-dependency of Adya's thesis, 1999).
 */
export interface StaleRead {
  from: ArrowEnd;
  to: ArrowEnd;
  /** When the second write took effect, and whether it only subtracted, which overwrites nothing. */
  secondMs: number;
  subtracts: boolean;
  /** What the reader found. */
  stock: number;
}

type Seen = Pick<WitnessPurchase, 'steps'>;

/** The arrow between two purchases; null when neither wrote over what the other had written since it read, or it is unknown. */
export function staleRead(witnesses: readonly Seen[]): StaleRead | null {
  const [first, second] = witnesses;
  if (!first || !second) return null;
  const writes = [writeOf(first.steps), writeOf(second.steps)] as const;
  if (!writes[0] || !writes[1]) return null;
  const earlier = writes[0].endMs <= writes[1].endMs ? 0 : 1;
  const [lost, over] = earlier === 0 ? [writes[0], writes[1]] : [writes[1], writes[0]];
  const read = lastRead((earlier === 0 ? second : first).steps);
  if (!read || read.step.startMs >= lost.endMs) return null;
  return {
    from: { row: earlier === 0 ? 1 : 0, ms: Math.min(read.step.endMs, lost.endMs) },
    to: { row: earlier, ms: lost.endMs },
    secondMs: over.endMs,
    subtracts: builtOn(over, lost),
    stock: read.stock,
  };
}

/** The step with which a purchase changed the stock: the last that wrote it, and took effect. */
const writeOf = (steps: readonly StepRecord[]): StepRecord | null => steps.findLast((step) => traitsOf(step).changesStock && step.observed?.error === undefined) ?? null;

/** Whether the later write left less than the earlier one: it went on from there, and overwrote nothing. */
function builtOn(over: StepRecord, lost: StepRecord): boolean {
  const [left, before] = [leftBy(over), leftBy(lost)];
  return over.kind === 'return' || (left !== null && before !== null && left < before);
}

/** The stock that a write says it left. */
function leftBy({ observed }: StepRecord): number | null {
  const left = observed?.stock ?? observed?.remaining;
  return typeof left === 'number' ? left : null;
}
