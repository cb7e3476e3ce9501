'use client';

import { useEffect, useReducer } from 'react';
import type { RunSummary } from '@/domain/run-event';
import { openLiveFeed } from '@/streaming/live-feed';
import { applyLiveNews, type LiveView } from '@/ui/model/live-view';

/** How many watch, the run that everybody watches, and the list of runs, kept fresh as long as the page is open. */
export function useLive(runs: RunSummary[]): LiveView {
  const [view, tell] = useReducer(applyLiveNews, { watching: null, current: null, runs });
  useEffect(() => openLiveFeed(tell), []);
  return view;
}
