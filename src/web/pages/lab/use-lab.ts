'use client';

import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Guide, Lesson } from '@/domain/lesson';
import type { Move } from '@/domain/schedule';
import { writeQuery } from '@/web/parts/page-address';
import { queryOfLab, sameSetup, type AskedLab, type LabChoice } from './lab-address';
import { LabPlayer, type LabView } from './lab-player';
import { labRequests } from './lab-request';
import { lessonProgress, replayGuide, type LessonProgress } from './lesson-progress';

export interface LabControl {
  view: LabView;
  choice: LabChoice;
  /** The lesson, or the replay, that is followed. */
  lesson: Guide | null;
  progress: LessonProgress | null;
  /** What the address asked for and is not available, until something is chosen. */
  faults: readonly string[];
  /** Opens a new lab, and closes the one that is open. */
  choose: (choice: LabChoice) => void;
  move: (move: Move) => void;
  goTo: (schedule: string) => void;
  back: () => void;
  again: () => void;
  /** After it was closed: the same lab, with the same moves made. */
  reopen: () => void;
  /** Asks whether the lab is still there. */
  look: () => void;
  answer: (answer: string) => void;
}

const UNANSWERED: ReadonlyMap<number, string> = new Map();

/** The lab of this page: the choice, its state, and every action. The address follows it. */
export function useLab(asked: AskedLab, lessons: readonly Lesson[]): LabControl {
  const [player] = useState(() => new LabPlayer(labRequests));
  const view = useSyncExternalStore(player.subscribe, player.view, player.view);
  const [{ choice, faults }, setChosen] = useState({ choice: asked.choice, faults: asked.faults });
  const [answers, setAnswers] = useState(UNANSWERED);
  const { lab, phase } = view;
  const schedule = lab?.schedule ?? asked.schedule;

  useEffect(() => {
    void player.open(asked.choice.setup, asked.schedule);
    const leave = () => player.close();
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      player.close();
    };
  }, [player, asked]);

  const reopen = useCallback(() => void player.open(choice.setup, schedule), [player, choice, schedule]);
  useEffect(() => {
    // Back from the browser's cache of pages: the sessions were released when it was left.
    const comeBack = ({ persisted }: PageTransitionEvent) => {
      if (persisted) reopen();
    };
    window.addEventListener('pageshow', comeBack);
    return () => window.removeEventListener('pageshow', comeBack);
  }, [reopen]);

  useEffect(() => {
    if (phase !== 'open' || !lab || !sameSetup(lab.setup, choice.setup)) return;
    // A fault in the address stays there until the visitor has seen it and goes on.
    if (faults.length > 0 && lab.moves.length === 0) return;
    writeQuery(() => queryOfLab(choice, lab.schedule));
  }, [phase, lab, choice, faults]);

  const lesson = useMemo(() => lessons.find(({ name }) => name === choice.lesson) ?? (choice.path === undefined ? null : replayGuide(choice.setup, choice.path)), [lessons, choice]);
  const progress = useMemo(() => (lesson && lab && sameSetup(lab.setup, lesson.setup) ? lessonProgress(lesson, lab.schedule, answers) : null), [lesson, lab, answers]);

  const choose = useCallback(
    (next: LabChoice) => {
      setChosen({ choice: next, faults: [] });
      setAnswers(UNANSWERED);
      void player.open(next.setup, '');
    },
    [player],
  );

  const move = useCallback(
    (made: Move) =>
      void player.move(made, (now) => {
        if (now.verdict) return 'Every buyer has finished. Go back, or start again.';
        const then = lesson && lessonProgress(lesson, now.schedule, answers);
        return then?.asks ? 'First say what you expect: the question is in the lesson.' : null;
      }),
    [player, lesson, answers],
  );

  const goTo = useCallback((token: string) => void player.goTo(token), [player]);
  const back = useCallback(() => {
    const shorter = schedule.split('.').slice(0, -1).join('.');
    if (schedule !== '') void player.goTo(shorter);
  }, [player, schedule]);
  const again = useCallback(() => void player.goTo(''), [player]);
  const look = useCallback(() => void player.look(), [player]);
  const answer = useCallback(
    (given: string) => {
      const place = progress?.asks ? (lesson?.predictions.indexOf(progress.asks) ?? -1) : -1;
      if (place >= 0) setAnswers((before) => new Map(before).set(place, given));
    },
    [lesson, progress],
  );

  return { view, choice, lesson, progress, faults, choose, move, goTo, back, again, reopen, look, answer };
}
