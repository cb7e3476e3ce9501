import type { LaneEvidence } from '@/domain/history';
import type { LabSetup } from '@/domain/lab';
import { isBuyer, TIME_PASSES, type Move } from '@/domain/schedule';
import { evidenceOf } from './evidence';
import type { LabEnvironment } from './environment';
import { ImpossibleMove, Interleaving } from './interleaving';

/** Picks the next move among those that are possible; `last` is the one before, null at the start. */
export type Chooser = (possible: readonly Move[], last: Move | null, index: number) => Move;

/** A schedule that was run to its end. */
export interface RanSchedule {
  moves: Move[];
  /** What else could have been done, at each move. */
  choices: Move[][];
  evidence: LaneEvidence;
  /** Errors that purchases ended in. */
  errors: unknown[];
}

/** Stays with the buyer that moved last while it can move, so that a schedule has no more switches than its beginning asks for. */
export const stay: Chooser = (possible, last) => (last !== null && possible.includes(last) ? last : (possible.find(isBuyer) ?? possible[0])) as Move;

/**
 * Runs one order on an environment that is free: first the moves of `beginning`, then those that `choose` picks. Null when the
 * beginning could not be followed, because the servers answered differently than before.
 */
export async function runSchedule(environment: LabEnvironment, setup: LabSetup, expiries: number, beginning: readonly Move[], choose: Chooser): Promise<RanSchedule | null> {
  const interleaving = await Interleaving.begin({ environment, setup, timed: expiries > 0 });
  const moves: Move[] = [];
  const choices: Move[][] = [];
  try {
    while (!interleaving.over) {
      const possible = movesLeft(interleaving.fair(), moves, expiries);
      const move = beginning[moves.length] ?? choose(possible, moves.at(-1) ?? null, moves.length);
      if (!possible.includes(move)) return null;
      choices.push(possible);
      await interleaving.move(move);
      moves.push(move);
    }
  } catch (error) {
    if (error instanceof ImpossibleMove) return null;
    throw error;
  } finally {
    if (!interleaving.over) await interleaving.abandon();
  }
  if (moves.length < beginning.length) return null;
  const evidence = await evidenceOf(environment, interleaving, setup.stock, setup.quantity);
  return { moves, choices, evidence, errors: interleaving.buyers.flatMap(({ error }) => (error === null ? [] : [error])) };
}

function movesLeft(possible: readonly Move[], moves: readonly Move[], expiries: number): Move[] {
  const passed = moves.filter((move) => move === TIME_PASSES).length;
  return possible.filter((move) => isBuyer(move) || passed < expiries);
}
