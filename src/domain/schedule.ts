/** Names of the buyers of a lab, in their order. */
export const BUYER_NAMES = ['A', 'B', 'C', 'D'] as const;
export type BuyerName = (typeof BUYER_NAMES)[number];

/** Time passes: every lock with an expiry expires now. */
export const TIME_PASSES = 'T';

/** One move: a buyer takes its next step, or time passes. */
export type Move = BuyerName | typeof TIME_PASSES;

/** No lesson and no purchase is longer; a longer token is an accident. */
export const MAX_MOVES = 500;

/**
 * Reads a schedule token such as `A.B.A.B`: which buyer moves, move by move. Lower case is accepted, and an empty token is
 * the empty schedule. Returns the reason, as a string, when the token is not valid.
 */
export function parseSchedule(token: string): Move[] | string {
  const trimmed = token.trim();
  if (trimmed === '') return [];
  const parts = trimmed.toUpperCase().split('.');
  if (parts.length > MAX_MOVES) return `a schedule has at most ${MAX_MOVES} moves, and this one has ${parts.length}`;
  const moves = parts.filter(isMove);
  if (moves.length === parts.length) return moves;
  const place = parts.findIndex((part) => !isMove(part));
  return `move ${place + 1} of the schedule is '${(parts[place] ?? '').slice(0, 20)}'; a move is one of ${[...BUYER_NAMES].join(', ')} or ${TIME_PASSES} (time passes), with dots in between, as in A.B.A.B`;
}

export const formatSchedule = (moves: readonly Move[]): string => moves.join('.');

export const isBuyer = (move: Move): move is BuyerName => move !== TIME_PASSES;

/** How often a schedule switches from one buyer to another. Time passing is not a switch. */
export function switchesIn(moves: readonly Move[]): number {
  const turns = moves.filter(isBuyer);
  return turns.filter((buyer, index) => index > 0 && buyer !== turns[index - 1]).length;
}

const MOVES: ReadonlySet<string> = new Set([...BUYER_NAMES, TIME_PASSES]);
const isMove = (text: string): text is Move => MOVES.has(text);
