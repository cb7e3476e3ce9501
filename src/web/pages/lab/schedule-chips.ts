import type { LabState } from '@/domain/lab';
import { formatSchedule, type Move } from '@/domain/schedule';

/** A move on the strip. */
export interface ScheduleChip {
  move: Move;
  text: string;
  waits: boolean;
  /** The schedule up to this move and with it. */
  token: string;
}

export function scheduleChips({ moves }: Pick<LabState, 'moves'>): ScheduleChip[] {
  return moves.map(({ move, step, events }, index) => {
    const waits = events.some((event) => event.kind === 'waits' && event.buyer === move);
    const failed = events.some((event) => event.kind === 'step' && event.buyer === move && event.failed);
    return { move, text: step === null ? 'time passes' : `${step}${waits ? ' … waits' : failed ? ' … fails' : ''}`, waits, token: formatSchedule(moves.slice(0, index + 1).map((made) => made.move)) };
  });
}
