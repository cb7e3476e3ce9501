import { build, type Histogram } from 'hdr-histogram-js';
import type { LatencyMs } from '@/domain/report';

/** Latencies from 1 microsecond to 10 minutes at three significant digits. Merged, never averaged. */
export class LatencyHistogram {
  readonly #histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 600_000_000,
    numberOfSignificantValueDigits: 3,
  });

  record(milliseconds: number): void {
    this.#histogram.recordValue(Math.min(Math.max(1, Math.round(milliseconds * 1_000)), 600_000_000));
  }

  merge(other: LatencyHistogram): void {
    this.#histogram.add(other.#histogram);
  }

  summary(): LatencyMs {
    const at = (percentile: number): number => round(this.#histogram.getValueAtPercentile(percentile) / 1_000);
    return this.#histogram.totalCount === 0
      ? { p50: 0, p95: 0, p99: 0, max: 0 }
      : { p50: at(50), p95: at(95), p99: at(99), max: at(100) };
  }
}

const round = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;
