import type { Exploration, ScheduleSeen } from '@/domain/exploration';
import type { LabSetup } from '@/domain/lab';
import { count, inWords, plural } from '@/web/parts/words/format';
import { bad, plain, safe, type Segment } from '@/web/parts/words/headline-words';
import type { SearchView } from './search-view';

/** The verdict in a sentence, with the two numbers that matter: inviting, counting or concluding. */
export function explorerHeadline(view: SearchView): Segment[] {
  switch (view.phase) {
    case 'idle':
      return [plain('Every schedule, on real servers. Press Search.')];
    case 'running':
      return counting(view.state.progress, view.cancelling);
    case 'finished':
      return concluding(view.exploration);
    case 'cancelled': {
      const { schedules, violated } = view.state.progress;
      return [plain(`Cancelled after ${plural(schedules, 'schedule')}; `), violated > 0 ? bad(`${count(violated)} of them had gone wrong.`) : plain('none of them had gone wrong.')];
    }
    case 'failed':
      return [plain('The search did not reach its end.')];
  }
}

function counting({ schedules, violated }: { schedules: number; violated: number }, cancelling: boolean): Segment[] {
  if (cancelling) return [plain('Cancelling the search.')];
  if (schedules === 0) return [plain('Opening real sessions for the search.')];
  return [plain(`${plural(schedules, 'schedule')} run, `), violated > 0 ? bad(`${count(violated)} went wrong so far.`) : plain('none went wrong so far.')];
}

function concluding(exploration: Exploration): Segment[] {
  const { violated, schedules, shortest, errors, coverage, turnedAway } = exploration;
  const all = coverage.exhaustive ? 'all ' : '';
  if (violated > 0) {
    const more = shortest ? [plain(` The shortest needs ${plural(shortest.switches, 'switch', 'switches')}.`)] : [];
    return [bad(`${count(violated)} of ${count(schedules)} schedules`), plain(` ${harmWords(exploration)}.`), ...more];
  }
  if (errors.count > 0) return [plain('Nothing is proven: '), bad(`${plural(errors.count, 'purchase')} ended in an unexpected error.`)];
  const none = exploration.class === 'unsafe' ? plain : safe;
  if (turnedAway > 0) return [none(`None of ${all}${plural(schedules, 'schedule')} oversells`), plain(`, but ${count(turnedAway)} of them turn a buyer away while stock is left.`)];
  return [none(`None of ${all}${plural(schedules, 'schedule')} goes wrong.`)];
}

/** What the bad schedules do: 'sell the one unit twice'. */
function harmWords({ setup, anomalies, violated, orders }: Exploration): string {
  const oversold = anomalies.find(({ anomaly }) => anomaly === 'oversell')?.schedules ?? 0;
  if (oversold < violated) return violated === 1 ? 'goes wrong' : 'go wrong';
  const sell = violated === 1 ? 'sells' : 'sell';
  const most = Math.max(...orders.map(({ unitsSold }) => unitsSold));
  if (setup.stock === 0) return `${sell} what is not there`;
  if (setup.stock === 1 && setup.quantity === 1) return `${sell} the one unit ${most === 2 ? 'twice' : `up to ${inWords(most)} times`}`;
  return `${sell} more than the ${plural(setup.stock, 'unit')} there ${setup.stock === 1 ? 'is' : 'are'}`;
}

/** What is searched: '2 buyers in two processes, 1 unit in stock, locks may expire once'. */
export function setupWords({ buyers, stock, quantity, replicas }: LabSetup, expiries: number): string {
  const each = quantity === 1 ? '' : `, ${plural(quantity, 'unit')} a purchase`;
  const time = expiries === 0 ? '' : `, locks may expire ${expiries === 1 ? 'once' : `${inWords(expiries)} times`}`;
  return `${plural(buyers, 'buyer')} in ${replicas === 1 ? 'one process' : `${inWords(replicas)} processes`}, ${plural(stock, 'unit')} in stock${each}${time}`;
}

/** What one schedule did, in a few words. */
export function scheduleWords({ anomalies, lostSales, unitsSold }: ScheduleSeen, harmful: boolean): string {
  const sold = `${plural(unitsSold, 'unit')} sold`;
  const left = lostSales > 0 ? `, ${count(lostSales)} left although a buyer was turned away` : '';
  if (anomalies.length > 0) return `${harmful ? 'goes wrong' : 'turned away'}: ${anomalies.map(anomalyWord).join(' and ')}; ${sold}${left}`;
  return `${lostSales > 0 ? 'turned away' : 'goes well'}: ${sold}${left}`;
}

/** 'lost-update' as it is read out. */
export const anomalyWord = (anomaly: string): string => anomaly.replaceAll('-', ' ');
