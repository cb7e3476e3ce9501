import type { Anomaly } from './anomaly';
import type { LabSetup } from './lab';
import type { OutcomeKind } from './purchase';
import type { Verdict } from './verdict';

/** A question that is asked before a move is made: a learner who has guessed looks more closely. */
export interface Prediction {
  /** Asked when so many moves of the lesson's schedule have been made. */
  afterMoves: number;
  question: string;
  answers: readonly string[];
  /** The right one of them. */
  right: string;
  /** Why, in a sentence; shown after the move. */
  because: string;
}

/** A schedule that a learner is led through. Without predictions it is a replay. */
export type Guide = Omit<Lesson, 'expect'>;

/** One file of `experiments/lessons`: a schedule that is worth looking at, in under two minutes. */
export interface Lesson {
  name: string;
  title: string;
  /** What the learner is about to see, one or two sentences. */
  intro: string;
  setup: LabSetup;
  /** The token that is played. */
  schedule: string;
  predictions: readonly Prediction[];
  /** What it teaches, one or two sentences; shown at the end. */
  lesson: string;
  /** How it ends on the real servers; a test plays every lesson and compares. */
  expect: {
    verdict: Verdict;
    anomaly: Anomaly | null;
    unitsSold: number;
    /** Of the buyers, in their order. */
    outcomes: readonly OutcomeKind[];
  };
}
