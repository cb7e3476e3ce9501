/** Figures of two contestants of one bench, in the unit of the bench, and their ratio (ours over the reference). */
export interface Comparison {
  what: string;
  reference: string;
  referenceFigure: number;
  ours: string;
  ourFigure: number;
  ratio: number;
  unit: string;
}

export interface Skipped {
  what: string;
  /** Why it was not measured. */
  skipped: string;
}

export type BenchRow = Comparison | Skipped;

export interface Contestants {
  what: string;
  unit: string;
  reference: { name: string; measure: () => Promise<number> };
  ours: { name: string; measure: () => Promise<number> };
  rounds: number;
}

/**
 * Measures two contestants in turn, so that both meet the same weather on a shared machine, and takes the median of the
 * rounds' ratios. The figures are the medians of each.
 */
export async function alternate({ what, unit, reference, ours, rounds }: Contestants): Promise<Comparison> {
  const pairs: { theirs: number; own: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const theirs = await reference.measure();
    const own = await ours.measure();
    pairs.push({ theirs, own });
  }
  return {
    what,
    unit,
    reference: reference.name,
    referenceFigure: median(pairs.map((pair) => pair.theirs)),
    ours: ours.name,
    ourFigure: median(pairs.map((pair) => pair.own)),
    ratio: median(pairs.map((pair) => pair.own / pair.theirs)),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
