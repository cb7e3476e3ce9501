'use client';

import { Button } from '@base-ui/react/button';
import type { Replay } from '@/ui/hooks/use-replay';
import type { FeedStatus } from '@/streaming/run-feed';
import { duration } from '@/ui/model/format';
import { planWords } from '@/ui/model/plan-words';
import type { RunView } from '@/ui/model/run-view';
import { ReplayIcon } from '@/ui/parts/icons';

interface RunLineProps {
  view: RunView | null;
  feed: FeedStatus;
  replay: Replay;
}

/** Under the headline: what was flooded, how the line to the server is, and the way to see the race again. */
export function RunLine({ view, feed, replay }: RunLineProps) {
  if (!view) return <p>{feed === 'gone' ? 'This run is not kept here any more. Press Flood for a new one.' : 'Each shop below gets the same crowd in turn. Then all of them race again, side by side.'}</p>;
  const canReplay = view.status === 'finished' && view.lanes.some(({ series }) => series.length > 1);
  return (
    <>
      <p>{view.failure ? failureWords(view) : view.plan ? planWords(view.plan) : 'A moment, please.'}</p>
      {feed === 'reconnecting' || feed === 'gone' ? <p className="font-medium text-warn">reconnecting …</p> : null}
      {canReplay ? (
        <Button
          onClick={replay.tMs === null ? replay.start : replay.stop}
          className="flex h-8 min-w-44 items-center gap-2 rounded-lg border border-line bg-panel px-3 font-semibold text-ink tabular-nums hover:border-edge"
        >
          <ReplayIcon />
          {replay.tMs === null ? 'Replay side by side' : `Replay at ${duration(replay.tMs)}`}
        </Button>
      ) : null}
    </>
  );
}

/** What happened, whether anything changed, and what to do. */
function failureWords({ failure, lanes }: RunView): string {
  const done = lanes.filter(({ state }) => state === 'finished').length;
  const kept = done > 0 ? `The ${done} finished of ${lanes.length} lanes stand below.` : 'No lane had finished; each flood has products of its own, so nothing else changed.';
  const next = failure?.code === 'cancelled' ? 'Press Flood to start again.' : 'Press Flood to try again.';
  const what = failure?.code === 'cancelled' ? '' : `${failure?.message ?? ''} `;
  return `${what}${kept} ${next}`;
}
