/** A file in the language of PostgreSQL's isolation tester, read and linked. SQL is kept as written between the braces. */
export interface Spec {
  setups: readonly string[];
  teardown: string | null;
  sessions: readonly SpecSession[];
  /** Empty where the file names none: then every permutation is run. */
  permutations: readonly Permutation[];
  /** Steps that no permutation uses, in the order of their names; none where every permutation is run. */
  unusedSteps: readonly string[];
}

export interface SpecSession {
  name: string;
  setup: string | null;
  steps: readonly SpecStep[];
  teardown: string | null;
}

export interface SpecStep {
  name: string;
  sql: string;
  /** Which of the sessions runs it, from 0. */
  session: number;
}

export type Permutation = readonly PlannedStep[];

/** A step at its place in a permutation, and what it is reported to wait for. */
export interface PlannedStep {
  step: SpecStep;
  blockers: readonly Blocker[];
}

/** `once`: wait at least once. `step`: not before that step is done. `notices`: not before that step's session gave so many. */
export type Blocker = { kind: 'once' } | { kind: 'step'; step: SpecStep } | { kind: 'notices'; step: SpecStep; count: number };

/** A spec that cannot be run, with the line and what was expected there. */
export class SpecError extends Error {
  constructor(
    readonly line: number,
    problem: string,
  ) {
    super(`line ${line}: ${problem}`);
    this.name = 'SpecError';
  }
}
