import type { StepRecord } from './purchase';
import { traitsOf, type Step } from './step';

/** What a schedule is made of: the steps of one purchase, in the order in which they were recorded. */
export interface Stepped {
  readonly steps: readonly StepRecord[];
}

/**
 * The schedule in which the steps of two purchases took effect, as a token of the lab: `A.B.A.B`, A the first purchase and B
 * the second, one letter per step, with `T` (time passes, and a lock expires) before a buyer takes a lock that the other still
 * holds. The steps of one buyer keep their own sequence, whatever the times say. Empty when no steps were recorded.
 */
export function scheduleOf(first: Stepped, second: Stepped): string {
  const lines = [scheduledSteps(first), scheduledSteps(second)] as const;
  const next: [number, number] = [0, 0];
  const holds: [boolean, boolean] = [false, false];
  const letters: string[] = [];
  for (;;) {
    const who = whoIsNext(lines[0][next[0]], lines[1][next[1]]);
    if (who === null) return letters.join('.');
    const step = lines[who][next[who]];
    const other = who === 0 ? 1 : 0;
    next[who] += 1;
    if (step === undefined) continue;
    // A purchase that does nothing after its last try did not get the lock.
    if (step.kind === 'acquire' && next[who] < lines[who].length) {
      if (holds[other]) letters.push('T');
      holds[other] = false;
      holds[who] = true;
    }
    if (step.kind === 'release') holds[who] = false;
    letters.push(who === 0 ? 'A' : 'B');
  }
}

interface TimedStep extends Step {
  /** When it took effect. */
  atMs: number;
}

/** The steps that count as moves. Tries at the same thing with nothing but a wait between them are one: the last. */
function scheduledSteps({ steps }: Stepped): TimedStep[] {
  const timed: TimedStep[] = [];
  let waited = false;
  for (const { kind, name, startMs, endMs } of steps) {
    const { scheduled, atStart } = traitsOf({ kind });
    if (!scheduled) {
      waited = kind === 'wait';
      continue;
    }
    if (waited && timed.at(-1)?.name === name) timed.pop();
    waited = false;
    timed.push({ kind, name, atMs: atStart ? startMs : endMs });
  }
  return timed;
}

/** 0 for the first purchase, 1 for the second, null when both are done. At the same moment the first goes first. */
function whoIsNext(first: TimedStep | undefined, second: TimedStep | undefined): 0 | 1 | null {
  if (first && second) return second.atMs < first.atMs ? 1 : 0;
  if (first) return 0;
  return second ? 1 : null;
}
