import { TURNED_AWAY, type Anomaly } from '@/domain/anomaly';
import type { Exploration, ScheduleSeen } from '@/domain/exploration';
import { plural } from '@/web/parts/words/format';
import { anomalyWord } from './explorer-words';

/** How one order ended, for its strategy: `away` is no harm, but a sale less. */
export type OrderEnd = 'bad' | 'away' | 'good';

/** All orders, only the bad ones, only those that turned somebody away, or those with one kind of anomaly. */
export type OrderFilter = 'all' | 'bad' | 'away' | Anomaly;

/** Orders with as many switches between buyers. */
export interface OrderGroup {
  switches: number;
  orders: readonly ScheduleSeen[];
  bad: number;
  away: number;
}

type Class = Exploration['class'];

/** As the search itself judges: a strategy that loses sales may turn buyers away, and nothing worse. */
export function orderEnd({ anomalies, lostSales }: ScheduleSeen, strategyClass: Class): OrderEnd {
  if (anomalies.some((anomaly) => strategyClass !== 'loses-sales' || !TURNED_AWAY.has(anomaly))) return 'bad';
  return anomalies.length > 0 || lostSales > 0 ? 'away' : 'good';
}

/** The orders by their switches, the fewest first. */
export function orderGroups(orders: readonly ScheduleSeen[], strategyClass: Class): OrderGroup[] {
  const bySwitches = new Map<number, ScheduleSeen[]>();
  for (const order of orders) {
    const group = bySwitches.get(order.switches);
    if (group) group.push(order);
    else bySwitches.set(order.switches, [order]);
  }
  return [...bySwitches]
    .sort(([one], [other]) => one - other)
    .map(([switches, group]) => {
      const ends = group.map((order) => orderEnd(order, strategyClass));
      return { switches, orders: group, bad: ends.filter((end) => end === 'bad').length, away: ends.filter((end) => end === 'away').length };
    });
}

/** '2 switches: 2 of 2 go wrong'. */
export function groupWords({ switches, orders, bad, away }: OrderGroup): string {
  const turned = away > 0 ? `, ${away} turn${away === 1 ? 's' : ''} a buyer away` : '';
  const wrong = bad === 0 ? `none of ${orders.length} goes wrong` : `${bad} of ${orders.length} go${bad === 1 ? 'es' : ''} wrong`;
  return `${plural(switches, 'switch', 'switches')}: ${wrong}${turned}`;
}

export function filterOrders(orders: readonly ScheduleSeen[], filter: OrderFilter, strategyClass: Class): readonly ScheduleSeen[] {
  switch (filter) {
    case 'all':
      return orders;
    case 'bad':
      return orders.filter((order) => orderEnd(order, strategyClass) === 'bad');
    case 'away':
      return orders.filter(({ lostSales }) => lostSales > 0);
    default:
      return orders.filter(({ anomalies }) => anomalies.includes(filter));
  }
}

/** The filters that leave something out and something in, with how many they leave in. */
export function filterChoices({ orders, anomalies, class: strategyClass }: Exploration): { filter: OrderFilter; label: string; orders: number }[] {
  const kept = (filter: OrderFilter): number => filterOrders(orders, filter, strategyClass).length;
  const choices: { filter: OrderFilter; label: string }[] = [
    { filter: 'bad', label: 'Only bad' },
    ...anomalies.map(({ anomaly }) => ({ filter: anomaly, label: anomalyWord(anomaly) })),
    { filter: 'away', label: 'turned away' },
  ];
  return [{ filter: 'all', label: 'All', orders: orders.length }, ...choices.map((choice) => ({ ...choice, orders: kept(choice.filter) })).filter((choice) => choice.orders > 0)];
}
