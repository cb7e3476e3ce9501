import type { LabState } from '@/domain/lab';
import { BUYER_NAMES, isBuyer, type BuyerName, type Move } from '@/domain/schedule';
import type { LessonProgress } from './lesson-progress';

export const SPEEDS = { slow: 2_500, normal: 1_200, fast: 450 } as const;
export type Speed = keyof typeof SPEEDS;

/** What plays next by itself: the lesson, else the next buyer after the last mover that can move. Null: it stops here. */
export function autoMove(lab: LabState, progress: LessonProgress | null): Move | null {
  if (progress && progress.kind === 'following') return progress.asks ? null : progress.next;
  if (progress && progress.kind === 'over') return null;
  const ready = lab.possible.filter(isBuyer);
  const last = lab.moves.map(({ move }) => move).filter(isBuyer).at(-1);
  const after = last === undefined ? -1 : BUYER_NAMES.indexOf(last);
  const distance = (name: BuyerName): number => (BUYER_NAMES.indexOf(name) - after - 1 + BUYER_NAMES.length) % BUYER_NAMES.length;
  return [...ready].sort((a, b) => distance(a) - distance(b))[0] ?? null;
}
