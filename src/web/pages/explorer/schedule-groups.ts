import { TURNED_AWAY, type Anomaly } from '@/domain/anomaly';
import type { Exploration, ScheduleSeen } from '@/domain/exploration';
import { plural } from '@/web/parts/words/format';
import { anomalyWord } from './explorer-words';

/** How one schedule ended, as its strategy is judged: `away` harms nothing but costs a sale. */
export type ScheduleEnd = 'bad' | 'away' | 'good';

/** All schedules, only the bad ones, only those that turned a buyer away, or those with one kind of anomaly. */
export type ScheduleFilter = 'all' | 'bad' | 'away' | Anomaly;

/** Schedules with as many switches between buyers. */
export interface ScheduleGroup {
  switches: number;
  schedules: readonly ScheduleSeen[];
  bad: number;
  away: number;
}

type Class = Exploration['class'];

/** As the search itself judges: a strategy that loses sales may turn buyers away, and nothing worse. */
export function scheduleEnd({ anomalies, lostSales }: ScheduleSeen, strategyClass: Class): ScheduleEnd {
  if (anomalies.some((anomaly) => strategyClass !== 'loses-sales' || !TURNED_AWAY.has(anomaly))) return 'bad';
  return anomalies.length > 0 || lostSales > 0 ? 'away' : 'good';
}

/** The schedules by their switches, the fewest first. */
export function scheduleGroups(schedules: readonly ScheduleSeen[], strategyClass: Class): ScheduleGroup[] {
  const bySwitches = new Map<number, ScheduleSeen[]>();
  for (const seen of schedules) {
    const group = bySwitches.get(seen.switches);
    if (group) group.push(seen);
    else bySwitches.set(seen.switches, [seen]);
  }
  return [...bySwitches]
    .sort(([one], [other]) => one - other)
    .map(([switches, group]) => {
      const ends = group.map((seen) => scheduleEnd(seen, strategyClass));
      return { switches, schedules: group, bad: ends.filter((end) => end === 'bad').length, away: ends.filter((end) => end === 'away').length };
    });
}

/** '2 switches: 2 of 2 go wrong'. */
export function groupWords({ switches, schedules, bad, away }: ScheduleGroup): string {
  const turned = away > 0 ? `, ${away} turn${away === 1 ? 's' : ''} a buyer away` : '';
  const wrong = bad === 0 ? `none of ${schedules.length} goes wrong` : `${bad} of ${schedules.length} go${bad === 1 ? 'es' : ''} wrong`;
  return `${plural(switches, 'switch', 'switches')}: ${wrong}${turned}`;
}

export function filterSchedules(schedules: readonly ScheduleSeen[], filter: ScheduleFilter, strategyClass: Class): readonly ScheduleSeen[] {
  switch (filter) {
    case 'all':
      return schedules;
    case 'bad':
      return schedules.filter((seen) => scheduleEnd(seen, strategyClass) === 'bad');
    case 'away':
      return schedules.filter(({ lostSales }) => lostSales > 0);
    default:
      return schedules.filter(({ anomalies }) => anomalies.includes(filter));
  }
}

/** The filters that leave something out and something in, with how many they leave in. */
export function filterChoices({ orders: schedules, anomalies, class: strategyClass }: Exploration): { filter: ScheduleFilter; label: string; schedules: number }[] {
  const kept = (filter: ScheduleFilter): number => filterSchedules(schedules, filter, strategyClass).length;
  const choices: { filter: ScheduleFilter; label: string }[] = [
    { filter: 'bad', label: 'Only bad' },
    ...anomalies.map(({ anomaly }) => ({ filter: anomaly, label: anomalyWord(anomaly) })),
    { filter: 'away', label: 'turned away' },
  ];
  return [{ filter: 'all', label: 'All', schedules: schedules.length }, ...choices.map((choice) => ({ ...choice, schedules: kept(choice.filter) })).filter((choice) => choice.schedules > 0)];
}
