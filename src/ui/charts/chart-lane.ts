import type { SeriesPoint } from '@/domain/report';
import { laneFigures, type LaneFigures } from '@/ui/model/lane-figures';
import { availableUnits } from '@/ui/model/plan-words';
import type { RunView } from '@/ui/model/run-view';

/** A lane as every chart draws it: the same order, name and colour everywhere. */
export interface ChartLane {
  key: string;
  title: string;
  /** Sold wrongly: red and hatched. Otherwise blue. */
  wrong: boolean;
  color: string;
  /** Lines of one colour are told apart by their dashes and by the name on each. */
  dash: string | undefined;
  figures: LaneFigures;
  latencyMs: { p50: number; p95: number; p99: number } | null;
  /** Units left although buyers went away; null until the lane has finished. */
  lostSales: number | null;
  series: SeriesPoint[];
}

const DASHES = [undefined, '7 4', '2 4', '10 3 2 3', '4 2'];

/** The lanes that have something to show, in the order of the plan. */
export function chartLanes(view: RunView | null, titleOf: (strategy: string) => string): ChartLane[] {
  const plan = view?.plan;
  if (!view || !plan) return [];
  const begun = view.lanes.filter(({ counts, report }) => counts !== null || report !== null);
  let rightly = 0;
  return begun.map((lane) => {
    const figures = laneFigures(lane);
    const wrong = figures.oversold > 0 || lane.report?.verdict === 'violated';
    const title = titleOf(lane.ref.strategy);
    return {
      key: lane.key,
      title: plan.repeat > 1 ? `${title} ${lane.ref.repeat}` : title,
      wrong,
      color: wrong ? 'var(--bad)' : 'var(--safe)',
      dash: wrong ? undefined : DASHES[rightly++ % DASHES.length],
      figures,
      latencyMs: lane.report?.latencyMs ?? lane.counts?.latencyMs ?? null,
      lostSales: lane.report ? Math.min(lane.report.lostSales, availableUnits(plan)) : null,
      series: withStart(lane.series, plan.stock),
    };
  });
}

/** Every lane starts with full shelves at zero, also when the first snapshot came later. */
function withStart(series: readonly SeriesPoint[], stock: number): SeriesPoint[] {
  const [first] = series;
  if (first && first.tMs <= 0) return [...series];
  return [{ tMs: 0, unitsSold: 0, soldOut: 0, gaveUp: 0, unknown: 0, stock }, ...series];
}
