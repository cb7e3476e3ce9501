import type { StepRecord } from './purchase';
import { traitsOf, type Step } from './step';

/** What a schedule is made of: the steps of one purchase, in the order in which they were recorded. */
export interface Stepped {
  readonly steps: readonly StepRecord[];
}

/**
 * The order in which the steps of two purchases took effect, as a schedule of the lab: `A.B.A.B`, A the first purchase and B
 * the second, a letter a step, with `T` (time passes, and a lock expires) before a buyer takes a lock that the other still
 * holds. Each buyer's own order is kept whatever the times say. Empty when no steps were recorded.
 */
export function scheduleOf(first: Stepped, second: Stepped): string {
  const lines = [turnsOf(first), turnsOf(second)] as const;
  const next: [number, number] = [0, 0];
  const holds: [boolean, boolean] = [false, false];
  const letters: string[] = [];
  for (;;) {
    const who = whoseTurn(lines[0][next[0]], lines[1][next[1]]);
    if (who === null) return letters.join('.');
    const turn = lines[who][next[who]];
    const other = who === 0 ? 1 : 0;
    next[who] += 1;
    if (turn === undefined) continue;
    // Whoever does nothing after the last try did not get the lock.
    if (turn.kind === 'acquire' && next[who] < lines[who].length) {
      if (holds[other]) letters.push('T');
      holds[other] = false;
      holds[who] = true;
    }
    if (turn.kind === 'release') holds[who] = false;
    letters.push(who === 0 ? 'A' : 'B');
  }
}

interface Turn extends Step {
  /** When it took effect. */
  atMs: number;
}

/** The steps that take a turn. Tries at the same thing with nothing but a wait between them are one: the last. */
function turnsOf({ steps }: Stepped): Turn[] {
  const turns: Turn[] = [];
  let waited = false;
  for (const { kind, name, startMs, endMs } of steps) {
    const { turn, atStart } = traitsOf({ kind });
    if (!turn) {
      waited = kind === 'wait';
      continue;
    }
    if (waited && turns.at(-1)?.name === name) turns.pop();
    waited = false;
    turns.push({ kind, name, atMs: atStart ? startMs : endMs });
  }
  return turns;
}

/** 0 for the first purchase, 1 for the second, null when both are done. At the same moment the first goes first. */
function whoseTurn(first: Turn | undefined, second: Turn | undefined): 0 | 1 | null {
  if (first && second) return second.atMs < first.atMs ? 1 : 0;
  if (first) return 0;
  return second ? 1 : null;
}
