import { cents } from '@/web/parts/words/price';
import type { DayRevenue } from './admin-wire';

/** A day of the chart. `height` is the revenue in hundredths, for drawing; what is written is `revenue`. */
export interface RevenueDay extends DayRevenue {
  height: number;
  /** '29 Nov' */
  label: string;
}

const DAY_MS = 86_400_000;
const label = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** So many days up to `today` (`2026-11-29`), those without a sale too: an axis of time has no holes. */
export function revenueDays(sold: readonly DayRevenue[], today: string, days: number): RevenueDay[] {
  const byDay = new Map(sold.map((entry) => [entry.day, entry]));
  const last = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: days }, (_, index) => {
    const date = new Date(last - (days - 1 - index) * DAY_MS);
    const day = date.toISOString().slice(0, 10);
    const entry = byDay.get(day) ?? { day, revenue: '0.00', unitsSold: 0 };
    return { ...entry, height: Number(cents(entry.revenue)), label: label.format(date) };
  });
}

/** The day up to which the chart goes: the last of the sales, or today if it is later. */
export const lastDay = (sold: readonly DayRevenue[], today: string): string => [today, ...sold.map(({ day }) => day)].sort().at(-1) ?? today;
