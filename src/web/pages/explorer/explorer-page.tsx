'use client';

import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Exploration } from '@/domain/exploration';
import type { StrategyInfo } from '@/domain/strategy';
import { SiteHeader } from '@/web/parts/header/site-header';
import { useEscapeKey } from '@/web/parts/hooks/use-escape-key';
import { useSpaceKey } from '@/web/parts/hooks/use-space-key';
import { perSecond } from '@/web/parts/words/format';
import { withVariants } from '@/web/parts/strategy-choice';
import { useProjector } from '@/web/parts/projector';
import { useLocked } from '@/web/parts/session/use-session';
import { draftFaults, searchInput } from './explorer-address';
import { ExplorerBar } from './explorer-bar';
import { ExplorerHeadline } from './explorer-headline';
import { ExplorerNote } from './explorer-note';
import { ExplorerStage } from './explorer-stage';
import { explorerHeadline, setupWords } from './explorer-words';
import type { SearchState } from './search-request';
import type { SearchView } from './search-view';
import { useExplorerDraft } from './use-explorer-draft';
import { useSearch } from './use-search';
import { useSearchKey } from './use-search-key';
import { VisitResults } from './visit-results';

/** Every schedule of a few buyers, run on the real servers: how many go wrong, which, and the shortest. */
export function ExplorerPage({ strategies, query }: { strategies: StrategyInfo[]; query: string }) {
  const noteId = useId();
  const { draft, faults: ignored, search: atOnce, change, keep } = useExplorerDraft(query, strategies);
  const [results, setResults] = useState<readonly Exploration[]>([]);
  const { view, refusal, busy, start, cancel } = useSearch(useCallback(({ exploration }: SearchState) => exploration && setResults((known) => [...known, exploration]), []));
  const byId = useMemo(() => new Map(withVariants(strategies).map((strategy) => [strategy.id, strategy])), [strategies]);
  const strategyOf = useCallback((id: string) => byId.get(id) ?? null, [byId]);
  const titleOf = useCallback((id: string) => byId.get(id)?.title ?? id, [byId]);
  const chosen = strategyOf(draft.strategy);

  const faults = draftFaults(draft);
  const missing = chosen?.unavailable ?? null;
  const input = useMemo(() => (missing === null ? searchInput(draft) : null), [draft, missing]);
  const underWay = view.phase === 'running';
  const locked = useLocked();
  const press = useCallback(() => {
    if (busy || !input || locked) return;
    keep();
    start(input);
  }, [busy, input, keep, start, locked]);
  useSpaceKey(press);
  useSearchKey(press);
  useEscapeKey(useProjector().on && underWay, cancel);

  const opened = useRef(false);
  useEffect(() => {
    if (opened.current) return;
    opened.current = true;
    if (atOnce) press();
  }, [atOnce, press]);

  const fault = Object.values(faults).join(' ') || (missing === null ? refusal : `${titleOf(draft.strategy)} cannot be searched here: ${missing}`);
  return (
    <div className="mx-auto max-w-[90rem] px-3.5 pb-28 sm:px-7 lg:pb-16">
      <SiteHeader here="explorer" />
      <main id="top">
        <ExplorerBar strategies={strategies} draft={draft} faults={faults} noteId={noteId} change={change} search={{ underWay, locked, disabled: locked || (underWay ? view.cancelling : busy || !input), onSearch: press, onCancel: cancel }} />
        <ExplorerNote id={noteId} locked={locked} fault={fault} ignored={ignored} idea={chosen?.idea ?? ''} />
        <ExplorerHeadline segments={explorerHeadline(view)}><Coverage view={view} titleOf={titleOf} /></ExplorerHeadline>
        <ExplorerStage view={view} strategyOf={strategyOf} />
        <VisitResults results={results} titleOf={titleOf} />
      </main>
    </div>
  );
}

/** What was searched, and what was not. */
function Coverage({ view, titleOf }: { view: SearchView; titleOf: (id: string) => string }) {
  if (view.phase === 'idle') return <p>Two buyers have a few dozen to a few thousand schedules, which takes seconds.</p>;
  const { setup, bounds } = view.state;
  return (
    <>
      <p className="font-medium text-ink">{titleOf(setup.strategy)}, {setupWords(setup, bounds.expiries)}</p>
      {view.phase === 'finished' ? <p>{view.exploration.coverage.sentence} <span className="tabular-nums">{perSecond(view.exploration.schedulesPerSecond).replace('/s', ' schedules/s')}.</span></p> : null}
      {view.phase === 'running' && view.silent ? <p className="text-warn">The server does not answer at the moment; this page asks again by itself.</p> : null}
    </>
  );
}
