'use client';

import { useId, useMemo, useState } from 'react';
import type { Lesson } from '@/domain/lesson';
import { DEFAULT_LAB } from '@/domain/lab';
import type { StrategyInfo } from '@/domain/strategy';
import { Picker, type PickerGroup } from '@/web/parts/controls/picker';
import { numberPicks, strategyPicks } from '@/web/parts/controls/strategy-picks';
import { withVariants } from '@/web/parts/strategy-choice';
import { BackIcon, ChevronIcon, PauseIcon, PlayIcon, ReplayIcon } from '@/web/parts/icons';
import { SPEEDS, type Speed } from './auto-move';
import { CopyLink } from './copy-link';
import { LabButton } from './lab-button';
import { FREE_PLAY, lessonPicks } from './lesson-picks';
import { StockInput } from './stock-input';
import type { AutoPlay } from './use-auto-play';
import type { LabControl } from './use-lab';

const SPEED_PICKS: PickerGroup[] = [{ title: null, items: Object.keys(SPEEDS).map((speed) => ({ value: speed, label: speed })) }];
const HEADLINE = 'lab-headline';
const isSpeed = (text: string): text is Speed => text in SPEEDS;

interface LabBarProps {
  control: LabControl;
  auto: AutoPlay;
  strategies: readonly StrategyInfo[];
  lessons: readonly Lesson[];
  disabled: boolean;
}

/** What is played, and the buttons for the whole schedule. */
export function LabBar({ control, auto, strategies, lessons, disabled }: LabBarProps) {
  const { choice, choose, view, back, again, lesson } = control;
  const { setup } = choice;
  const noteId = useId();
  const formId = useId();
  // On a phone the lab comes first; what is played is a line above it, and opens.
  const [unfolded, setUnfolded] = useState(false);
  const picks = useMemo(() => ({ lessons: lessonPicks(lessons), strategies: strategyPicks(strategies), buyers: numberPicks('buyers'), replicas: numberPicks('replicas') }), [lessons, strategies]);
  const own = (change: Partial<typeof setup>) => choose({ setup: { ...setup, ...change }, lesson: null });
  const info = withVariants(strategies).find(({ id }) => id === setup.strategy);
  const made = view.lab?.moves.length ?? 0;
  const savable = view.phase === 'open' && view.lab !== null && info?.needs.every((store) => store === 'postgres') === true;
  return (
    <div data-hide-on-projector>
    <LabButton onPress={() => setUnfolded(!unfolded)} expanded={unfolded} controls={formId} className="w-full justify-between! lg:hidden">
      <span className="truncate">{lesson?.title ?? info?.title ?? setup.strategy}, {setup.buyers} buyers, stock {setup.stock}</span>
      <span className="flex items-center gap-1.5 text-cap font-normal text-dim">{unfolded ? 'close' : 'change'}<ChevronIcon /></span>
    </LabButton>
    <form id={formId} aria-label="The lab" onSubmit={(event) => event.preventDefault()} className={`card grid grid-cols-6 items-end gap-2.5 p-3 max-lg:mt-2 lg:flex lg:flex-wrap lg:p-3.5 ${unfolded ? '' : 'max-lg:hidden'}`}>
      <div className="col-span-6 sm:col-span-3 lg:w-50">
        <Picker
          focusAfter={HEADLINE}
          label="Lesson"
          value={choice.lesson ?? FREE_PLAY}
          groups={picks.lessons}
          onChoose={(name) => {
            const chosen = lessons.find((candidate) => candidate.name === name);
            choose(chosen ? { setup: chosen.setup, lesson: chosen.name } : { setup, lesson: null });
          }}
        />
      </div>
      <div className="col-span-6 sm:col-span-3 lg:w-44">
        <Picker focusAfter={HEADLINE} label="Strategy" value={setup.strategy} groups={picks.strategies} onChoose={(strategy) => own({ strategy, quantity: DEFAULT_LAB.quantity })} />
      </div>
      <div className="col-span-2 lg:w-18"><Picker focusAfter={HEADLINE} label="Buyers" value={String(setup.buyers)} groups={picks.buyers} onChoose={(buyers) => own({ buyers: Number(buyers) })} /></div>
      <div className="col-span-2 lg:w-18"><StockInput key={`${setup.strategy} ${setup.stock}`} stock={setup.stock} noteId={noteId} onChoose={(stock) => own({ stock })} /></div>
      <div className="col-span-2 lg:w-21"><Picker focusAfter={HEADLINE} label="Processes" value={String(setup.replicas)} groups={picks.replicas} onChoose={(replicas) => own({ replicas: Number(replicas) })} /></div>
      <div className="hidden grow lg:block" />
      <div className="col-span-6 flex flex-wrap items-end gap-2">
        <LabButton onPress={back} disabled={disabled || made === 0} shortcut="ArrowLeft" className="px-3! max-lg:hidden"><BackIcon />Back</LabButton>
        <LabButton onPress={auto.toggle} disabled={!auto.can} shortcut="Space" className="min-w-23 px-3!">{auto.playing ? <PauseIcon /> : <PlayIcon />}{auto.playing ? 'Pause' : 'Play'}</LabButton>
        <div className="w-25"><Picker focusAfter={HEADLINE} label="Speed" value={auto.speed} groups={SPEED_PICKS} onChoose={(speed) => { if (isSpeed(speed)) auto.setSpeed(speed); }} /></div>
        <LabButton onPress={again} disabled={disabled || made === 0} shortcut="R" className="px-3!"><ReplayIcon />Start again</LabButton>
        <CopyLink />
        {savable ? <a href={`/api/labs/${view.lab?.id ?? ''}/spec`} download className="flex h-10 items-center rounded-lg border border-line bg-panel-2 px-3 font-semibold whitespace-nowrap text-ink no-underline hover:border-edge">Save as spec</a> : null}
      </div>
    </form>
    </div>
  );
}
