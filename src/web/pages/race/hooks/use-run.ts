'use client';

import { useEffect, useState } from 'react';
import type { RunEvent } from '@/domain/run-event';
import { openRunFeed, type FeedStatus } from '@/streaming/run-feed';
import { applyRunEvent, emptyRun, type RunView } from '@/web/pages/race/model/run-view';

export interface FollowedRun {
  view: RunView | null;
  feed: FeedStatus;
}

const NO_RUN: FollowedRun = { view: null, feed: 'connecting' };

/**
 * Follows a run, past or under way, from its first event. Events are applied a frame at a time:
 * a visitor who joins late gets hundreds of them at once.
 */
export function useRun(runId: string | null): FollowedRun {
  const [followed, setFollowed] = useState<FollowedRun>(NO_RUN);

  useEffect(() => {
    if (runId === null) return;
    let events: RunEvent[] = [];
    let frame = 0;
    let view = emptyRun(runId);
    let feed: FeedStatus = 'connecting';
    const show = () => {
      frame = 0;
      view = events.reduce(applyRunEvent, view);
      events = [];
      // The last run stays on the stage until this one has something to show: nothing flickers.
      if (view.lastSeq >= 0 || feed === 'gone') setFollowed({ view: view.lastSeq >= 0 ? view : null, feed });
      else setFollowed((before) => ({ ...before, feed }));
    };
    const soon = () => {
      // A hidden page draws no frames; its state must not wait for one.
      frame ||= document.hidden ? window.setTimeout(show, 100) : requestAnimationFrame(show);
    };
    const stop = openRunFeed(runId, {
      onEvent: (event) => {
        events.push(event);
        soon();
      },
      onStatus: (status) => {
        feed = status;
        soon();
      },
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
      window.clearTimeout(frame);
    };
  }, [runId]);

  return runId === null ? NO_RUN : followed;
}
