import type { StrategyInfo } from '@/domain/strategy';
import { BigStrip } from './big-strip';
import { NoneCard } from './none-card';
import { SchedulePicture } from './schedule-picture';
import { SearchUnderWay } from './search-under-way';
import type { SearchView } from './search-view';
import { ShortestCard } from './shortest-card';

/** What the search shows: nothing yet, how far it is, or every schedule and beside it the shortest that goes wrong. */
export function ExplorerStage({ view, strategyOf }: { view: SearchView; strategyOf: (id: string) => StrategyInfo | null }) {
  switch (view.phase) {
    case 'idle':
      return <Invitation />;
    case 'running':
    case 'cancelled':
      return <SearchUnderWay progress={view.state.progress} running={view.phase === 'running'} />;
    case 'failed':
      return <p role="alert" className="card border-bad! p-5 font-medium">{view.sentence}</p>;
    case 'finished': {
      const { exploration } = view;
      return (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_26rem]">
          <div className="lg:col-start-2 lg:row-start-1">
            {exploration.shortest ? <ShortestCard exploration={exploration} /> : <NoneCard exploration={exploration} strategy={strategyOf(exploration.setup.strategy)} />}
          </div>
          <div className="min-w-0 lg:col-start-1 lg:row-start-1"><SchedulePicture key={view.state.id} exploration={exploration} /></div>
        </div>
      );
    }
  }
}

/** Two of the schedules of three steps each. */
const EXAMPLES = [
  { schedule: 'A.A.A.B.B.B', words: 'One schedule: A buys, then B.' },
  { schedule: 'A.A.B.B.B.A', words: 'Another: all of B between two steps of A.' },
];

function Invitation() {
  return (
    <div className="card grid min-h-72 items-center gap-8 p-6 sm:p-10 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="flex flex-col gap-3">
        <p className="max-w-[60ch] text-[1.15rem] font-semibold">A flood shows a race when it is lucky. A search needs no luck: it runs every schedule, every way to interleave the steps of two buyers, one after another, on real sessions.</p>
        <p className="max-w-[70ch] text-dim">Each schedule is judged by the same checkers as a flood. You see all of them, the bad ones marked, and the shortest bad one step by step; any of them opens in the lab.</p>
      </div>
      <div className="flex flex-col gap-5">
        {EXAMPLES.map(({ schedule, words }) => (
          <div key={schedule}>
            <p className="pb-1.5 text-dim">{words}</p>
            <BigStrip schedule={schedule} buyers={2} />
          </div>
        ))}
      </div>
    </div>
  );
}
