import type { LaneTrace } from '@/domain/trace';

/** What an export consists of. The first file is the one that a judge is given. */
export interface LaneExport {
  files: readonly ExportFile[];
  /** What the judge can decide from it and what it cannot, and how it is called. */
  about: string;
}

export interface ExportFile {
  name: string;
  text: string;
}

/** A trace that cannot be exported in that form; the sentence says why, and what would help. */
export class ExportRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ExportRefused';
  }
}

/** More operations than this are refused unless they are forced: with that many, a search of orders seldom ends. */
export const MAX_SEARCHED_OPERATIONS = 20_000;

/** Throws `ExportRefused` where a search of all orders could not decide anything: a sample, or a history that is too large. */
export function mustBeSearchable({ purchases, purchaseCount }: LaneTrace, force: boolean): void {
  if (purchases.length < purchaseCount) {
    throw new ExportRefused(
      `The trace holds a sample of ${purchases.length} of ${purchaseCount} purchases, and a judge that misses some can only be wrong. ` +
        'Export it as csv, or flood again with fewer buyers.',
    );
  }
  if (purchases.length > MAX_SEARCHED_OPERATIONS && !force) {
    throw new ExportRefused(
      `${purchases.length} operations are more than ${MAX_SEARCHED_OPERATIONS}. Such judges look for an order that explains the history, which takes time and memory exponential ` +
        'in the number of purchases under way at once. --force exports it all the same; the verdict of the flood itself is exact at any size.',
    );
  }
}

/** Whole nanoseconds from the start of the lane. */
export const nanoseconds = (milliseconds: number): number => Math.round(milliseconds * 1e6);
