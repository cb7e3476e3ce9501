import type { Permutation, PlannedStep, SpecSession } from './spec';

/** Every order of the steps that keeps the order within each session, the first session's steps first: in the order in which PostgreSQL's tester runs them. */
export function* everySchedule(sessions: readonly SpecSession[]): Generator<Permutation> {
  yield* schedulesFrom(sessions, sessions.map(() => 0), []);
}

/** `taken`: how many steps of each session stand in `order` already. */
function* schedulesFrom(sessions: readonly SpecSession[], taken: readonly number[], order: readonly PlannedStep[]): Generator<Permutation> {
  let complete = true;
  for (const [index, { steps }] of sessions.entries()) {
    const step = steps[taken[index] ?? 0];
    if (step === undefined) continue;
    complete = false;
    yield* schedulesFrom(sessions, taken.with(index, (taken[index] ?? 0) + 1), [...order, { step, blockers: [] }]);
  }
  if (complete) yield order;
}
