import type { Exploration, SearchBounds } from '@/domain/exploration';
import type { Searched } from './explorer';

const count = (number: number, one: string, many = `${one}s`): string => `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

/** What was searched and what was not, in a sentence. */
export function coverageSentence({ schedules, exhaustive, switchesCovered, random, unrepeatable }: Searched, bounds: SearchBounds): string {
  const time = bounds.expiries > 0 ? `; locks with an expiry expired at most ${bounds.expiries === 1 ? 'once' : `${bounds.expiries} times`} in a schedule` : '';
  const lost = unrepeatable > 0 ? ` ${count(unrepeatable, 'beginning')} could not be repeated, because the servers answered differently than before.` : '';
  if (exhaustive) return `Every schedule was run: ${schedules.toLocaleString('en')}${time}.`;
  const bounded = switchesCovered === null ? 'not even all with the fewest switches' : `among them every one with at most ${count(switchesCovered, 'switch', 'switches')} between buyers`;
  const drawn = random > 0 ? `${count(random, 'was', 'were')} drawn by random priorities (seed ${bounds.seed})` : `random priorities (seed ${bounds.seed}) found no others`;
  return `${count(schedules, 'schedule')} were run, ${bounded}; ${drawn}. It ended at its bound of ${count(bounds.schedules, 'run')}, repeats included, or ${count(bounds.seconds, 'second')}: there are more, which were not run${time}.${lost}`;
}

/** What was found, in a sentence. */
export function explorationSummary({ setup, schedules, violated, turnedAway, anomalies, shortest, coverage, errors }: Omit<Exploration, 'summary'>): string {
  const { strategy, buyers, stock } = setup;
  const what = `${strategy}, ${buyers} buyers, ${count(stock, 'unit')}`;
  const which = coverage.exhaustive ? `all ${count(schedules, 'schedule')}` : count(schedules, 'schedule');
  if (errors.first !== null && violated === 0) return `${what}: ${count(errors.count, 'purchase')} ended in an unexpected error (${errors.first}), so nothing is proven.`;
  if (shortest) {
    const kinds = anomalies.map(({ anomaly, schedules: times }) => `${anomaly} in ${times.toLocaleString('en')}`).join(', ');
    return `${what}: ${violated.toLocaleString('en')} of ${which} went wrong (${kinds}). The shortest needs ${count(shortest.switches, 'switch', 'switches')}: ${shortest.schedule}.`;
  }
  const away = turnedAway > 0 ? ` In ${turnedAway.toLocaleString('en')} of them a unit was left although a buyer went without.` : '';
  return `${what}: none of ${which} went wrong.${away}`;
}
