import type { FloodPlan } from './plan';

/**
 * What an experiment foretells of one strategy. `violated` in every flood; `violated-somewhere` in at least one of them,
 * for questions such as how narrow the window of a race may get. Null counts are not foretold.
 */
export interface Expectation {
  strategy: string;
  verdict: 'pass' | 'violated' | 'violated-somewhere';
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
