import { BUYER_NAMES, isBuyer, parseSchedule, type Move } from '@/domain/schedule';

/** Reads a token for a lab with so many buyers; gives the reason, as a string, when it cannot be played there. */
export function readMoves(token: string, buyers: number): Move[] | string {
  const moves = parseSchedule(token);
  if (typeof moves === 'string') return moves;
  const present = BUYER_NAMES.slice(0, buyers);
  const stranger = moves.filter(isBuyer).find((buyer) => !present.includes(buyer));
  return stranger === undefined ? moves : `the schedule moves buyer ${stranger}, and this lab has ${buyers}: ${present.join(', ')}`;
}
