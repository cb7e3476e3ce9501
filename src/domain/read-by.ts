import type { StepRecord } from './purchase';
import type { StepKind } from './step';

/** The stock that a purchase last read before it wrote, as its steps observed it; null when none of them did. */
export function readBy(steps: readonly StepRecord[]): number | null {
  return lastRead(steps)?.stock ?? null;
}

/** Steps that may read how much is left. */
const LEARNS: ReadonlySet<StepKind> = new Set<StepKind>(['read', 'lock']);

/** The step in which a purchase last read the stock, and what it found. */
export function lastRead(steps: readonly StepRecord[]): { step: StepRecord; stock: number } | null {
  for (const step of [...steps].reverse()) {
    const stock = step.observed?.stock;
    if (LEARNS.has(step.kind) && typeof stock === 'number') return { step, stock };
  }
  return null;
}
