'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { SearchInput } from './explorer-address';
import { askForSearch, cancelSearch, lookAtSearch, SearchForgotten, type SearchState } from './search-request';
import { endedView, type SearchView } from './search-view';

const LOOK_EVERY_MS = 200;
/** After so many silent answers in a row the server counts as gone. */
const SILENCES = 15;

export interface SearchControl {
  view: SearchView;
  /** Why the last press did nothing; null when it worked. */
  refusal: string | null;
  /** From the press on, until the search has ended. */
  busy: boolean;
  start: (input: SearchInput) => void;
  cancel: () => void;
}

/** Starts a search, polls it until it has ended, and cancels it when the page is left. */
export function useSearch(onFinished: (state: SearchState) => void): SearchControl {
  const [view, setView] = useState<SearchView>({ phase: 'idle' });
  const [refusal, setRefusal] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const asked = useRef(false);
  const runningId = view.phase === 'running' ? view.state.id : null;

  const start = useCallback((input: SearchInput) => {
    if (asked.current) return;
    asked.current = true;
    setAsking(true);
    setRefusal(null);
    void askForSearch(input)
      .then((state) => setView({ phase: 'running', state, cancelling: false, silent: false }))
      .catch((error: unknown) => setRefusal(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        asked.current = false;
        setAsking(false);
      });
  }, []);

  useEffect(() => {
    if (runningId === null) return;
    return watchSearch(runningId, (report) => setView((now) => (now.phase === 'running' && now.state.id === runningId ? report(now) : now)), onFinished);
  }, [runningId, onFinished]);

  useEffect(() => {
    if (runningId === null) return;
    // A visitor who leaves does not come back for it, and a search keeps a core busy.
    const leave = () => void cancelSearch(runningId).catch(() => undefined);
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, [runningId]);

  const cancel = useCallback(() => {
    if (runningId === null) return;
    setView((now) => (now.phase === 'running' ? { ...now, cancelling: true } : now));
    void cancelSearch(runningId).catch(() => undefined);
  }, [runningId]);

  return { view, refusal, busy: asking || view.phase === 'running', start, cancel };
}

type Running = Extract<SearchView, { phase: 'running' }>;

/** Polls until the search has ended. Returns the way to stop. */
function watchSearch(id: string, report: (change: (now: Running) => SearchView) => void, onFinished: (state: SearchState) => void): () => void {
  const stop = new AbortController();
  let silences = 0;
  let timer: ReturnType<typeof setTimeout>;
  const look = async (): Promise<void> => {
    try {
      const state = await lookAtSearch(id, stop.signal);
      silences = 0;
      if (state.status === 'finished') onFinished(state);
      report((now) => (state.status === 'running' ? { ...now, state, silent: false } : endedView(state, now.cancelling)));
      if (state.status !== 'running') return;
    } catch (error) {
      if (stop.signal.aborted) return;
      silences += 1;
      if (error instanceof SearchForgotten || silences > SILENCES) {
        const sentence = error instanceof SearchForgotten ? error.message : 'The server no longer answers, so how the search ended is not known here. Check that it runs, then press Search again.';
        report((now) => ({ phase: 'failed', state: now.state, sentence }));
        return;
      }
      report((now) => ({ ...now, silent: true }));
    }
    timer = setTimeout(() => void look(), silences > 0 ? LOOK_EVERY_MS * 5 : LOOK_EVERY_MS);
  };
  timer = setTimeout(() => void look(), LOOK_EVERY_MS);
  return () => {
    clearTimeout(timer);
    stop.abort();
  };
}
