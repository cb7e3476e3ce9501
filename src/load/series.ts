import type { PurchaseRecord } from '@/domain/history';
import type { SeriesPoint } from '@/domain/report';

/** At most this many points a lane: enough for a smooth replay, little enough to keep. */
const POINTS = 120;

/** The lane as cumulative counts at even times, from the sequence in which the answers came. `stock` is what the answers said. */
export function laneSeries(purchases: readonly PurchaseRecord[], initialStock: number, durationMs: number): SeriesPoint[] {
  const answered = [...purchases].sort((a, b) => a.returnedMs - b.returnedMs);
  const stepMs = Math.max(durationMs / POINTS, 1);
  const points: SeriesPoint[] = [];
  let now: SeriesPoint = { tMs: 0, unitsSold: 0, soldOut: 0, gaveUp: 0, unknown: 0, stock: initialStock };
  let next = 0;
  for (let tMs = 0; ; tMs = Math.min(tMs + stepMs, durationMs)) {
    now = { ...now, tMs: Math.round(tMs * 10) / 10 };
    for (let record = answered[next]; record && (record.returnedMs <= tMs || tMs >= durationMs); record = answered[++next]) {
      if (record.outcome === 'confirmed') {
        now.unitsSold += record.quantity;
        now.stock = record.remaining ?? now.stock;
      } else if (record.outcome === 'sold-out') now.soldOut += 1;
      else if (record.outcome === 'gave-up') now.gaveUp += 1;
      else now.unknown += 1;
    }
    points.push(now);
    if (tMs >= durationMs) return points;
  }
}
