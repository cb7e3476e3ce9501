'use client';

import { Button } from '@base-ui/react/button';
import type { Replay } from '@/web/pages/race/hooks/use-replay';
import type { FeedStatus } from '@/streaming/run-feed';
import { duration } from '@/web/parts/words/format';
import { planWords } from '@/web/parts/words/plan-words';
import type { RunView } from '@/web/pages/race/model/run-view';
import { unknownSentence } from '@/web/pages/race/model/unknown-words';
import { ReplayIcon } from '@/web/parts/icons';
import { useProjector } from '@/web/parts/projector';

interface RunLineProps {
  view: RunView | null;
  feed: FeedStatus;
  replay: Replay;
  /** Lanes of the next flood. */
  nextLanes: number;
}

/** Under the headline: what was flooded, how the line to the server is, and the way to see the race again. */
export function RunLine({ view, feed, replay, nextLanes }: RunLineProps) {
  const canReplay = view?.status === 'finished' && view.lanes.some(({ series }) => series.length > 1);
  const { on: projected } = useProjector();
  const unknown = view?.status === 'finished' ? unknownSentence(view) : null;
  return (
    <>
      <p className={`max-sm:min-h-11 ${view?.plan?.fault ? 'max-xl:min-h-11' : ''}`}>
        {wordsOf(view, feed, nextLanes)}
        {unknown === null ? null : <span className="font-medium text-ink">. {unknown}</span>}
      </p>
      {view && feed === 'reconnecting' ? <p className="font-medium text-warn">reconnecting …</p> : null}
      {
        // Always there, so that nothing moves when it can be pressed.
        <Button
          onClick={replay.tMs === null ? replay.start : replay.stop}
          disabled={!canReplay}
          className="flex h-8 min-w-44 items-center gap-2 rounded-lg border border-line bg-panel px-3 font-semibold text-ink tabular-nums hover:border-edge data-disabled:invisible"
        >
          <ReplayIcon />
          {replay.tMs === null ? (view?.lanes.length === 1 ? 'Replay' : 'Replay side by side') : `Replay at ${duration(replay.tMs)}`}
        </Button>
      }
      {projected ? <p className="text-cap">space floods, Esc cancels</p> : null}
    </>
  );
}

function wordsOf(view: RunView | null, feed: FeedStatus, nextLanes: number): string {
  if (!view && feed === 'gone') return 'This run is not kept here any more. Press Flood for a new one.';
  if (!view && nextLanes < 2) return 'The shop below gets the whole crowd, and every purchase is checked.';
  if (!view) return 'Each shop below gets the same crowd, one shop after another. Then they are replayed side by side.';
  if (view.failure) return failureWords(view);
  return view.plan ? planWords(view.plan) : 'A moment, please.';
}

/** What happened, whether anything changed, and what to do. */
function failureWords({ failure, lanes }: RunView): string {
  const done = lanes.filter(({ state }) => state === 'finished').length;
  const kept = done > 0 ? `The ${done} finished of ${lanes.length} lanes are below.` : 'No lane had finished; each flood has products of its own, so nothing else changed.';
  const next = failure?.code === 'cancelled' ? 'Press Flood to start again.' : 'Press Flood to try again.';
  const what = failure?.code === 'cancelled' ? '' : `${failure?.message ?? ''} `;
  return `${what}${kept} ${next}`;
}
