import type { LabState } from '@/domain/lab';
import { BUYER_NAMES, isBuyer, type BuyerName, type Move } from '@/domain/schedule';
import type { LessonStand } from './lesson-stand';

export const SPEEDS = { slow: 2_500, normal: 1_200, fast: 450 } as const;
export type Speed = keyof typeof SPEEDS;

/** What plays next by itself: the lesson, else whoever comes after the one that moved last and can move. Null: it stops here. */
export function autoMove(lab: LabState, stand: LessonStand | null): Move | null {
  if (stand && stand.kind === 'following') return stand.asks ? null : stand.next;
  if (stand && stand.kind === 'over') return null;
  const ready = lab.possible.filter(isBuyer);
  const last = lab.moves.map(({ move }) => move).filter(isBuyer).at(-1);
  const after = last === undefined ? -1 : BUYER_NAMES.indexOf(last);
  const turn = (name: BuyerName): number => (BUYER_NAMES.indexOf(name) - after - 1 + BUYER_NAMES.length) % BUYER_NAMES.length;
  return [...ready].sort((a, b) => turn(a) - turn(b))[0] ?? null;
}
