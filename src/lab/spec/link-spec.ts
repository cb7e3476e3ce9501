import { SpecError, type Blocker, type PlannedStep, type Spec, type SpecStep } from './spec';

/** A spec as it is written: steps are only named. */
export interface WrittenSpec {
  setups: string[];
  teardown: string | null;
  sessions: WrittenSession[];
  permutations: WrittenPermutation[];
}

export interface WrittenSession {
  name: string;
  setup: string | null;
  steps: WrittenStep[];
  teardown: string | null;
}

export interface WrittenStep {
  name: string;
  sql: string;
  line: number;
}

export type WrittenPermutation = { name: string; line: number; blockers: WrittenBlocker[] }[];

export type WrittenBlocker = { kind: 'once' } | { kind: 'step'; name: string } | { kind: 'notices'; name: string; count: number };

/**
 * Puts steps in the place of their names. Throws `SpecError` for a step name that is there twice or not at all, and for a
 * step that would wait for its own session or for a step that is not in its permutation.
 */
export function linkSpec({ setups, teardown, sessions, permutations }: WrittenSpec): Spec {
  const byName = new Map<string, SpecStep>();
  const linked = sessions.map((session, index) => ({
    ...session,
    steps: session.steps.map(({ name, sql, line }) => {
      if (byName.has(name)) throw new SpecError(line, `there is another step ${name}: expected a name of its own for each step, in all sessions together`);
      const step = { name, sql, session: index };
      byName.set(name, step);
      return step;
    }),
  }));
  const planned = permutations.map((written) => linkPermutation(written, byName));
  const used = new Set(planned.flat().map(({ step }) => step));
  const unusedSteps = permutations.length === 0 ? [] : [...byName.values()].filter((step) => !used.has(step)).map(({ name }) => name);
  return { setups, teardown, sessions: linked, permutations: planned, unusedSteps: unusedSteps.sort(byBytes) };
}

function linkPermutation(written: WrittenPermutation, byName: ReadonlyMap<string, SpecStep>): PlannedStep[] {
  const steps = written.map(({ name, line }) => {
    const step = byName.get(name);
    if (step === undefined) throw new SpecError(line, `no session has a step ${name}: expected one of ${[...byName.keys()].join(', ')}`);
    return step;
  });
  const here = new Map(steps.map((step) => [step.name, step]));
  return written.map(({ name, line, blockers }, index) => {
    const step = steps[index];
    if (step === undefined) throw new SpecError(line, `no session has a step ${name}`);
    return { step, blockers: blockers.map((blocker) => linkBlocker(blocker, step, line, here)) };
  });
}

function linkBlocker(written: WrittenBlocker, step: SpecStep, line: number, here: ReadonlyMap<string, SpecStep>): Blocker {
  if (written.kind === 'once') return written;
  const other = here.get(written.name);
  if (other === undefined) throw new SpecError(line, `the step ${step.name} is to wait for ${written.name}: expected a step of the same permutation`);
  if (other.session === step.session) throw new SpecError(line, `the step ${step.name} is to wait for ${written.name}: expected a step of another session`);
  return written.kind === 'step' ? { kind: 'step', step: other } : { kind: 'notices', step: other, count: written.count };
}

const byBytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));
