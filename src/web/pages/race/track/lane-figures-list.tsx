import { duration, inColumn, perSecond, shortCount } from '@/web/parts/words/format';
import type { LaneFigures } from '@/web/pages/race/model/lane-figures';

const COLUMNS = 'grid grid-cols-4 gap-x-1 gap-y-1 text-right lg:grid-cols-[repeat(7,minmax(0,1fr))_minmax(0,1.22fr)] lg:pr-5';
const NAMES = ['sold', 'sold out', 'gave up', 'unknown', 'goodput', 'p95', 'retries', 'lock waits'] as const;

/** Where the name alone does not say it. */
const MEANINGS: Partial<Record<(typeof NAMES)[number], string>> = {
  unknown: 'Buyers who never learned what became of their purchase',
  retries: 'Attempts beyond the first, over all purchases',
  'lock waits': "Attempts to take an application lock that another buyer held",
};

/** The numbers of a lane, each over its name; in a dense track the names are shown once, above all lanes. */
export function LaneFiguresList({ figures, dense }: { figures: LaneFigures; dense: boolean }) {
  const { sold, oversold, soldOut, gaveUp, unknown, goodputPerSecond, p95Ms, retries, lockWaits } = figures;
  const values = [
    shortCount(sold),
    whole(soldOut),
    whole(gaveUp),
    whole(unknown),
    goodputPerSecond === null ? '–' : perSecond(goodputPerSecond),
    p95Ms === null ? '–' : duration(p95Ms),
    whole(retries),
    whole(lockWaits),
  ];
  return (
    <dl className={`${COLUMNS} max-lg:pt-1`}>
      {NAMES.map((name, index) => (
        <div key={name} className="flex min-w-0 flex-col-reverse" title={MEANINGS[name]}>
          <dt className={`flex justify-end text-[0.75rem] whitespace-nowrap text-dim ${dense ? 'lg:sr-only' : ''}`}>{name}</dt>
          <dd className={`flex justify-end text-[0.875rem] font-semibold whitespace-nowrap tabular-nums ${index === 0 && oversold > 0 ? 'text-bad' : ''}`}>
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
    <div className={`${COLUMNS} text-[0.75rem] text-dim max-lg:hidden`} aria-hidden>
      {NAMES.map((name) => (
        <span key={name} className="whitespace-nowrap" title={MEANINGS[name]}>{name}</span>
      ))}
    </div>
  );
}

const whole = (value: number | null): string => (value === null ? '–' : shortCount(value));
