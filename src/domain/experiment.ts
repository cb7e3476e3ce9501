import type { Anomaly } from './anomaly';
import type { FloodPlan } from './plan';

export const EXPECTED_VERDICTS = ['pass', 'holds', 'violated', 'violated-somewhere', 'loses-sales', 'turns-away'] as const;
export type ExpectedVerdict = (typeof EXPECTED_VERDICTS)[number];

/**
 * What an experiment expects of one strategy. `violated` in every flood; `violated-somewhere` in at least one of them, for
 * questions such as how narrow the window of a race may get. `loses-sales`: buyers were turned away while stock remained, and
 * nothing worse happened. `turns-away`: the same may happen but need not. `holds`: no anomaly, though unknown outcomes may
 * leave it undecided. A field that is null is not checked.
 */
export interface Expectation {
  strategy: string;
  verdict: ExpectedVerdict;
  /** The anomaly that must be among the findings: the strategy has to fail for the reason that the experiment teaches. */
  anomaly: Anomaly | null;
  unitsSold: number | null;
  soldOut: number | null;
}

/** One file of `experiments/`, read and checked: a question, and the floods that answer it. */
export interface Experiment {
  name: string;
  title: string;
  /** What the class should watch for, one sentence. */
  question: string;
  /** What the numbers teach, one or two sentences. */
  lesson: string;
  /** One plan, or one for each value of the parameter that varies. */
  plans: FloodPlan[];
  /** The parameter that varies from plan to plan; null when there is one plan. */
  varies: 'thinkMs' | 'replicas' | 'concurrency' | 'buyers' | null;
  expectations: Expectation[];
}
