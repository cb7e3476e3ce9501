import type { BuyerName } from '@/domain/schedule';

/** One line of a transcript: a step, what came of it, or how a purchase ended. */
export interface TranscriptStep {
  /** From 1; null for what followed from the move before. */
  number: number | null;
  who: BuyerName | 'T';
  kind: 'step' | 'waits' | 'ended' | 'time';
  step: string;
  /** What was read, written or answered; empty when there was nothing to see. */
  seen: string;
}

/** `  1  A  read stock          stock 1`, as `src/lab/transcript.ts` writes it: the step's name is padded. */
const LINE = /^\s*(\d*)\s\s([ABCDT])\s\s(.*)$/;
const NAME = /^(.{44,}?)\s\s(.*)$/;
const WAITS = /^(waits for |the lock is taken)/;

/** The steps of a transcript, in sequence. Its head and its verdict are not among them. */
export function transcriptSteps(lines: readonly string[]): TranscriptStep[] {
  return lines.flatMap((line): TranscriptStep[] => {
    const [, number, who, rest] = LINE.exec(line) ?? [];
    if (number === undefined || who === undefined || rest === undefined) return [];
    const [, name, seen = ''] = NAME.exec(rest) ?? [];
    const step = (name ?? rest).trim();
    const common = { number: number === '' ? null : Number(number), who: who as TranscriptStep['who'], seen };
    if (who === 'T') return [{ ...common, kind: 'time', step }];
    if (step === '=>') return [{ ...common, kind: 'ended', step: 'ends' }];
    return [{ ...common, kind: WAITS.test(seen) ? 'waits' : 'step', step }];
  });
}
