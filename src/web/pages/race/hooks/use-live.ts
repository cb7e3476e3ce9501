'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useReducer } from 'react';
import type { RunSummary } from '@/domain/run-event';
import { openLiveFeed } from '@/streaming/live-feed';
import { applyLiveNews, type LiveView } from '@/web/pages/race/model/live-view';

/** The number of viewers, the current run and the list of runs, kept fresh while the page is open. */
export function useLive(runs: RunSummary[]): LiveView {
  const [view, apply] = useReducer(applyLiveNews, { watching: null, current: null, runs });
  const { refresh } = useRouter();
  useEffect(() => {
    let revision = 0;
    return openLiveFeed((news) => {
      apply(news);
      if (news.kind !== 'strategies' || news.revision === revision) return;
      revision = news.revision;
      // The page's own content, from the server; what was chosen and what runs stays.
      refresh();
    });
  }, [refresh]);
  return view;
}
