import { count, duration } from '@/web/parts/words/format';
import { faultTimes } from '@/web/parts/words/fault-words';
import { ChartCard } from '@/web/parts/chart-card';
import type { ChartLane } from './chart-lane';
import { StockRow } from './stock-row';
import { lastMoment } from './stock-shape';
import { TimeRows } from './time-rows';

interface StockCardProps {
  lanes: readonly ChartLane[];
  stock: number;
  rem: number;
  /** Whether something is broken in these lanes. */
  broken: boolean;
}

/** The stock of each shop as its buyers saw it, on one time axis. */
export function StockCard({ lanes, stock, rem, broken }: StockCardProps) {
  const endMs = lastMoment(lanes);
  return (
    <ChartCard
      title="Stock over time"
      see={broken ? 'Dotted: ⚡ the fault struck, ✓ it was mended. A correct sale takes one unit from the stock.' : 'A correct sale takes one unit from the stock. Lost updates sell many and take few.'}
      empty="Press Flood to see the stock fall, one row a shop."
      facts={lanes.filter(({ begun }) => begun).map((lane) => factOf(lane, stock))}
      rem={rem}
    >
      <TimeRows endMs={endMs}>
        {lanes.map((lane) => (
          <StockRow key={lane.key} lane={lane} stock={stock} endMs={endMs} />
        ))}
      </TimeRows>
    </ChartCard>
  );
}

function factOf({ title, series, report }: ChartLane, stock: number): string {
  const last = series.at(-1);
  const fault = report?.fault ? `; the fault ${faultTimes(report.fault)}` : '';
  return `${title}: ${count(last?.stock ?? stock)} left after ${duration(last?.tMs ?? 0)}${fault}`;
}
