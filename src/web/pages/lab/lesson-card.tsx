'use client';

import type { Guide, Lesson } from '@/domain/lesson';
import { LabButton } from './lab-button';
import type { AskedPrediction, LessonProgress } from './lesson-progress';

interface LessonCardProps {
  lesson: Guide;
  progress: LessonProgress;
  /** The lesson after this one; null after the last. */
  next: Lesson | null;
  disabled: boolean;
  onAnswer: (answer: string) => void;
  onNext: () => void;
  onReturn: () => void;
  onChoose: (lesson: Lesson) => void;
}

/** The lesson: what is about to be seen, a question before it is, and what it teaches. Its room is kept from the start. */
export function LessonCard({ lesson, progress, next, disabled, onAnswer, onNext, onReturn, onChoose }: LessonCardProps) {
  const { kind, asks, asked, made, total } = progress;
  const over = kind === 'over';
  const what = lesson.predictions.length === 0 ? 'replay' : 'lesson';
  return (
    <section aria-labelledby="lesson-title" data-lesson={kind} className="card flex flex-col gap-2.5 border-edge p-3.5 max-lg:order-first lg:min-h-72">
      <h2 id="lesson-title" className="flex items-baseline justify-between gap-3 font-semibold">
        {lesson.title}
        <span className="shrink-0 text-cap font-normal text-dim">{made} of {total}</span>
      </h2>
      {asked.length === 0 || asks !== null || kind === 'left' ? <p className={asked.length > 0 ? 'max-lg:hidden text-dim' : ''}>{lesson.intro}</p> : null}
      {asked.map((entry) => <Answered key={entry.prediction.afterMoves} entry={entry} last={entry === asked.at(-1)} />)}
      {asks ? (
        <div role="group" aria-label={asks.question}>
          <p className="font-semibold">Before you go on: {asks.question}</p>
          <div className="flex flex-wrap gap-2 pt-2">
            {asks.answers.map((answer) => (
              <LabButton key={answer} onPress={() => onAnswer(answer)} className="min-w-12 border-ink! whitespace-normal!">{answer}</LabButton>
            ))}
          </div>
        </div>
      ) : null}
      {over ? <p className="font-semibold">{lesson.lesson}</p> : null}
      <div className="grow" />
      {kind === 'left' ? (
        <>
          <p className="text-warn">You left the {what}; go back to follow it, or play on as you like.</p>
          <LabButton onPress={onReturn}>Back to the {what}</LabButton>
        </>
      ) : null}
      {kind === 'following' ? (
        <LabButton onPress={onNext} disabled={disabled || asks !== null} look={asks ? 'plain' : 'strong'} shortcut="Enter">
          Next in this {what}: {progress.next === 'T' ? 'time passes' : progress.next} <kbd className="font-mono text-cap">⏎</kbd>
        </LabButton>
      ) : null}
      {over && next ? <LabButton onPress={() => onChoose(next)} look={what === 'lesson' ? 'strong' : 'plain'}>{what === 'lesson' ? 'Next lesson' : 'Begin the lessons'}: {next.title}</LabButton> : null}
      {over && !next ? <p className="text-dim">That was the last lesson. Free play is in the list above.</p> : null}
    </section>
  );
}

/** What was answered; and, once it has been seen, who was right and why. */
function Answered({ entry: { prediction, answer, seen }, last }: { entry: AskedPrediction; last: boolean }) {
  if (!seen) return answer === null ? null : <p>You say <b>“{answer}”</b>. Go on, and see. <span className="block text-cap text-dim">{prediction.question}</span></p>;
  const right = answer === prediction.right;
  return (
    <div className={last ? '' : 'max-lg:hidden'}>
      <p className="text-cap text-dim">{prediction.question}</p>
      <p>
        {answer === null ? <b>It is “{prediction.right}”. </b> : right ? <b><span aria-hidden className="text-ok">✓ </span>You said “{answer}”, and that is right. </b> : <b>You said “{answer}”; it is “{prediction.right}”. </b>}
        {prediction.because}
      </p>
    </div>
  );
}
