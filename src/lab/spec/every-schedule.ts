import type { Permutation, PlannedStep, SpecSession } from './spec';

/** Every interleaving of the sessions' steps, the first session's steps first: in the sequence in which PostgreSQL's tester runs them. */
export function* everySchedule(sessions: readonly SpecSession[]): Generator<Permutation> {
  yield* schedulesFrom(sessions, sessions.map(() => 0), []);
}

/** `taken`: how many steps of each session are in `schedule` already. */
function* schedulesFrom(sessions: readonly SpecSession[], taken: readonly number[], schedule: readonly PlannedStep[]): Generator<Permutation> {
  let complete = true;
  for (const [index, { steps }] of sessions.entries()) {
    const step = steps[taken[index] ?? 0];
    if (step === undefined) continue;
    complete = false;
    yield* schedulesFrom(sessions, taken.with(index, (taken[index] ?? 0) + 1), [...schedule, { step, blockers: [] }]);
  }
  if (complete) yield schedule;
}
