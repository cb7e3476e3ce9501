'use client';

import { useCallback, useState } from 'react';
import type { Lesson } from '@/domain/lesson';
import { BUYER_NAMES } from '@/domain/schedule';
import type { StrategyInfo } from '@/domain/strategy';
import { SiteHeader } from '@/web/parts/header/site-header';
import { withVariants } from '@/web/parts/strategy-choice';
import { useLocked } from '@/web/parts/session/use-session';
import { Headline } from './headline';
import { KeyLegend } from './key-legend';
import { readLabAddress } from './lab-address';
import { LabBar } from './lab-bar';
import { LabCode } from './lab-code';
import { LabColumns } from './lab-columns';
import { labHeadline } from './lab-headline';
import type { LabKeyAction } from './lab-key';
import { happened, isolationWords } from './lab-words';
import { LessonCard } from './lesson-card';
import { nextLesson } from './lesson-progress';
import { Notices } from './notices';
import { ScheduleStrip } from './schedule-strip';
import { StepBar } from './step-bar';
import { TimeLeft } from './time-left';
import { useAutoPlay } from './use-auto-play';
import { useLab } from './use-lab';
import { useLabKeys } from './use-lab-keys';
import { VerdictCard } from './verdict-card';

export interface LabPageProps {
  strategies: StrategyInfo[];
  lessons: Lesson[];
  /** Lines of HTML by strategy. */
  highlighted: Record<string, readonly string[]>;
  /** The query of the address that was asked for. */
  query: string;
}

/** The lab: real sessions, and the visitor decides who moves next. */
export function LabPage({ strategies, lessons, highlighted, query }: LabPageProps) {
  const all = withVariants(strategies);
  const [asked] = useState(() => readLabAddress(new URLSearchParams(query), { strategies: all.map(({ id }) => id), lessons }));
  const control = useLab(asked, lessons);
  const { view, choice, lesson, progress, move, back, again, goTo, choose, answer, look } = control;
  const auto = useAutoPlay(control);
  const { lab, phase } = view;
  const disabled = phase !== 'open';
  const locked = useLocked();
  const suggested = progress?.asks ? null : (progress?.next ?? null);
  const { toggle } = auto;

  const next = progress?.next ?? null;
  const act = useCallback(
    (action: LabKeyAction) => {
      if (disabled) return;
      if (action.kind === 'move') move(action.move);
      if (action.kind === 'back') back();
      if (action.kind === 'again') again();
      if (action.kind === 'play') toggle();
      if (action.kind === 'next' && next !== null) move(next);
    },
    [disabled, move, back, again, toggle, next],
  );
  useLabKeys(act);

  const strategy = all.find(({ id }) => id === choice.setup.strategy);
  const { buyers } = choice.setup;
  const names = BUYER_NAMES.slice(0, buyers);
  const last = lab?.moves.at(-1);
  const time = <TimeLeft view={view} buyers={buyers} onEnd={look} />;
  const current = lab?.buyers.map(({ next: before, steps, status }) => before ?? (status === 'waiting' ? (steps.at(-1)?.name ?? '') : '')) ?? [];

  return (
    <div className="mx-auto max-w-[90rem] px-3.5 pb-28 sm:px-7 lg:pb-16">
      <SiteHeader here="lab" aside={time} />
      <main data-phase={phase} aria-busy={view.underWay}>
        <LabBar control={control} auto={auto} strategies={strategies} lessons={lessons} disabled={disabled} />
        <Headline segments={labHeadline(view, buyers, progress, locked)} happened={last ? happened(last) : (strategy?.idea ?? '')} refusal={phase === 'open' ? view.refusal : null} />
        <Notices control={control} />
        <ScheduleStrip lab={lab} onGoTo={goTo} />
        <div className={`pt-1 ${disabled && lab ? 'opacity-70' : ''} ${lab ? '' : 'min-h-[32rem]'}`}>
          {lab ? (
            <LabColumns
              lab={lab}
              isolation={strategy ? isolationWords(strategy) : ''}
              suggested={suggested}
              disabled={disabled}
              onMove={move}
              verdict={<VerdictCard lab={lab} title={strategy?.title ?? choice.setup.strategy} />}
              lesson={
                lesson && progress ? (
                  <LessonCard
                    lesson={lesson}
                    progress={progress}
                    next={nextLesson(lessons, lesson.name)}
                    disabled={disabled}
                    onAnswer={answer}
                    onNext={() => next !== null && move(next)}
                    onReturn={() => goTo(progress.backTo)}
                    onChoose={(chosen) => choose({ setup: chosen.setup, lesson: chosen.name })}
                  />
                ) : null
              }
            />
          ) : null}
        </div>
        {phase === 'refused' ? null : <KeyLegend names={names} lesson={lesson !== null} />}
        <p className="pt-4 text-cap text-dim lg:hidden">{time}</p>
        {strategy ? <LabCode strategy={strategy} html={highlighted[strategy.id] ?? []} current={current} /> : null}
      </main>
      <StepBar lab={lab} suggested={suggested} disabled={disabled} onMove={move} onBack={back} />
    </div>
  );
}
