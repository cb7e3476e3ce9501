import { count, duration, perSecond } from '@/web/parts/words/format';
import type { ChartLane } from './chart-lane';

/** A row of a bar chart: the bar's length, the part of it that is wrong, and the words at its end. */
export interface BarRow {
  key: string;
  title: string;
  value: number;
  wrong: number;
  label: string;
}

/** A row of the latency chart, milliseconds. */
export interface RangeRow {
  key: string;
  title: string;
  color: string;
  p50: number;
  p95: number;
  p99: number;
  /** What the bar spans: the median to the 99th percentile. */
  range: [number, number];
  /** Null until a buyer was answered. */
  label: string | null;
}

/** Units sold that were not there, and units that stayed although a buyer wanted them. */
export function correctnessRows(lanes: readonly ChartLane[]): BarRow[] {
  return lanes.map(({ key, title, begun, figures, lostSales }) => {
    const lost = lostSales ?? 0;
    const words = [figures.oversold > 0 ? `${count(figures.oversold)} oversold` : '', lost > 0 ? `${count(lost)} lost` : ''].filter(Boolean);
    return { key, title, value: figures.oversold + lost, wrong: figures.oversold, label: words.join(', ') || wordOfNone(begun, lostSales) };
  });
}

/** Units sold a second. What was oversold does not become better by being sold fast: such a bar is wrong, whole. */
export function goodputRows(lanes: readonly ChartLane[]): BarRow[] {
  return lanes.map(({ key, title, begun, figures }) => {
    const value = figures.goodputPerSecond ?? 0;
    return { key, title, value, wrong: figures.oversold > 0 ? value : 0, label: begun ? perSecond(value) : '–' };
  });
}

/** Median, 95th and 99th percentile of each lane; one without answers yet keeps its row, without a label. */
export function latencyRows(lanes: readonly ChartLane[]): RangeRow[] {
  return lanes.map(({ key, title, color, latencyMs }) => {
    const { p50, p95, p99 } = latencyMs ?? { p50: 0, p95: 0, p99: 0 };
    return { key, title, color, p50, p95, p99, range: [p50, p99], label: latencyMs ? `${duration(p50)} · ${duration(p95)} · ${duration(p99)}` : null };
  });
}

/** Where p95 lies between p50 (0) and p99 (1); in the middle when they are the same. */
export const shareOfP95 = ({ p50, p95, p99 }: Pick<RangeRow, 'p50' | 'p95' | 'p99'>): number =>
  p99 > p50 ? Math.min(1, Math.max(0, (p95 - p50) / (p99 - p50))) : 0.5;

function wordOfNone(begun: boolean, lostSales: number | null): string {
  if (!begun) return '–';
  return lostSales === null ? 'none so far' : 'none';
}
