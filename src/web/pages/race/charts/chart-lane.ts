import type { LaneReport, SeriesPoint } from '@/domain/report';
import { laneFigures, type LaneFigures } from '@/web/pages/race/model/lane-figures';
import { availableUnits } from '@/web/parts/words/plan-words';
import type { RunView } from '@/web/pages/race/model/run-view';
import { onlyTurnedAway } from '@/web/pages/race/model/turned-away';

/** A lane as every chart draws it: the same order, name, colour and place everywhere. */
export interface ChartLane {
  key: string;
  title: string;
  /** Whether it has something to show; its row is in its place before that. */
  begun: boolean;
  /** Sold wrongly: red and hatched. Otherwise blue. */
  wrong: boolean;
  color: string;
  figures: LaneFigures;
  latencyMs: { p50: number; p95: number; p99: number } | null;
  /** Units left although buyers went away; null until the lane has finished. */
  lostSales: number | null;
  series: SeriesPoint[];
  report: LaneReport | null;
}

/** Every lane of the run in the order of the plan, from the moment when the first has something to show; none before. */
export function chartLanes(view: RunView | null, titleOf: (strategy: string) => string): ChartLane[] {
  const plan = view?.plan;
  if (!view || !plan) return [];
  const lanes = view.lanes.map((lane): ChartLane => {
    const { report, counts } = lane;
    const figures = laneFigures(lane);
    const wrong = figures.oversold > 0 || (report?.verdict === 'violated' && !onlyTurnedAway(report));
    const title = titleOf(lane.ref.strategy);
    return {
      key: lane.key,
      title: plan.repeat > 1 ? `${title} ${lane.ref.repeat}` : title,
      begun: counts !== null || report !== null,
      wrong,
      color: wrong ? 'var(--bad)' : 'var(--safe)',
      figures,
      latencyMs: report?.latencyMs ?? counts?.latencyMs ?? null,
      lostSales: report ? Math.min(report.lostSales, availableUnits(plan)) : null,
      series: withStart(lane.series, plan.stock),
      report,
    };
  });
  return lanes.some(({ begun }) => begun) ? lanes : [];
}

/** Every lane starts with the full stock at zero, also when the first snapshot came later. */
function withStart(series: readonly SeriesPoint[], stock: number): SeriesPoint[] {
  const [first] = series;
  if (first && first.tMs <= 0) return [...series];
  return [{ tMs: 0, unitsSold: 0, soldOut: 0, gaveUp: 0, unknown: 0, stock }, ...series];
}
