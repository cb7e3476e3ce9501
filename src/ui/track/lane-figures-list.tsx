import { duration, inColumn, perSecond, shortCount } from '@/ui/model/format';
import type { LaneFigures } from '@/ui/model/lane-figures';

const COLUMNS = 'grid grid-cols-[1fr_1fr_1fr_1.25fr_1.25fr_1fr] gap-x-1 text-right lg:grid-cols-6 lg:pr-5';
const NAMES = ['sold', 'sold out', 'gave up', 'goodput', 'p95', 'retries'] as const;

/** The numbers of a lane, each over its name; in a dense track the names stand once, above all lanes. */
export function LaneFiguresList({ figures, dense }: { figures: LaneFigures; dense: boolean }) {
  const { sold, oversold, soldOut, gaveUp, goodputPerSecond, p95Ms, retries } = figures;
  const values = [
    shortCount(sold),
    whole(soldOut),
    whole(gaveUp),
    goodputPerSecond === null ? '–' : perSecond(goodputPerSecond),
    p95Ms === null ? '–' : duration(p95Ms),
    whole(retries),
  ];
  return (
    <dl className={`${COLUMNS} max-lg:pt-1`}>
      {NAMES.map((name, index) => (
        <div key={name} className="flex min-w-0 flex-col-reverse">
          <dt className={`flex justify-end text-[0.75rem] whitespace-nowrap text-dim lg:text-cap ${dense ? 'lg:sr-only' : ''}`}>{name}</dt>
          <dd className={`flex justify-end font-semibold whitespace-nowrap tabular-nums max-lg:text-[0.875rem] ${dense ? 'text-[0.875rem]' : 'text-[0.95rem]'} ${index === 0 && oversold > 0 ? 'text-bad' : ''}`}>
            {inColumn(values[index] ?? '–')}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The names of the numbers, once, for a dense track. */
export function FigureHeads() {
  return (
    <div className={`${COLUMNS} text-cap text-dim max-lg:hidden`} aria-hidden>
      {NAMES.map((name) => (
        <span key={name}>{name}</span>
      ))}
    </div>
  );
}

const whole = (value: number | null): string => (value === null ? '–' : shortCount(value));
