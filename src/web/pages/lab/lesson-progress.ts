import type { Guide, Lesson, Prediction } from '@/domain/lesson';
import { formatSchedule, parseSchedule, type Move } from '@/domain/schedule';

/** A question that has come up: its answer (null: it was skipped), and whether the right answer has shown. */
export interface AskedPrediction {
  prediction: Prediction;
  answer: string | null;
  seen: boolean;
}

export interface LessonProgress {
  /** `left`: the moves differ from the lesson's. */
  kind: 'following' | 'left' | 'over';
  /** The lesson's next move; null when there is none, or the lesson was left. */
  next: Move | null;
  /** The question that has to be answered before the next move. */
  asks: Prediction | null;
  asked: AskedPrediction[];
  /** Where the lesson can be followed again. */
  backTo: string;
  made: number;
  total: number;
}

/** How far a lesson has come with these moves made, and the answers to its questions, by their position. */
export function lessonProgress(lesson: Guide, schedule: string, answers: ReadonlyMap<number, string>): LessonProgress {
  const path = movesOf(lesson.schedule);
  const made = movesOf(schedule);
  const parting = made.findIndex((move, index) => move !== path[index]);
  const common = parting === -1 ? made.length : parting;
  const over = common === path.length;
  const due = lesson.predictions.map((prediction, place) => ({ prediction, answer: answers.get(place) ?? null })).filter(({ prediction }) => prediction.afterMoves <= common);
  const left = parting !== -1;
  const last = due.at(-1);
  const asks = !left && last && last.answer === null && last.prediction.afterMoves === common ? last.prediction : null;
  return {
    kind: left ? 'left' : over ? 'over' : 'following',
    next: left || over ? null : (path[common] ?? null),
    asks,
    // The right answer shows when the next question comes up, or at the end: sooner would spoil what is to come.
    asked: due.map((entry, index) => ({ ...entry, seen: over || index < due.length - 1 || (entry.answer === null && entry.prediction.afterMoves < common) })),
    backTo: formatSchedule(path.slice(0, common)),
    made: common,
    total: path.length,
  };
}

/** Leads through a schedule move by move. */
export const replayGuide = (setup: Guide['setup'], schedule: string): Guide => ({
  name: 'replay',
  title: 'Replay',
  intro: 'The recorded schedule, step by step, on real sessions. Make the next move, or let it play.',
  setup,
  schedule,
  predictions: [],
  lesson: 'That was the schedule as it happened. Go back and make a move earlier or later: does it still go wrong?',
});

/** The lesson after this one; null after the last. */
export function nextLesson(lessons: readonly Lesson[], name: string): Lesson | null {
  return lessons[lessons.findIndex((lesson) => lesson.name === name) + 1] ?? null;
}

const movesOf = (token: string): Move[] => {
  const moves = parseSchedule(token);
  return typeof moves === 'string' ? [] : moves;
};
