import type { LabEvent, LabMove, LabState, LabStep } from '@/domain/lab';
import { observationWords, outcomeWords } from '@/domain/lab-words';
import type { BuyerName } from '@/domain/schedule';
import type { StrategyInfo } from '@/domain/strategy';
import { capital, inWords, listed, plural } from '@/web/parts/words/format';

/** The level that a buyer's transactions run at, out of the strategy's header. */
export function isolationWords({ isolationLevel }: Pick<StrategyInfo, 'isolationLevel'>): string {
  return (/read committed|repeatable read|serializable/i.exec(isolationLevel)?.[0] ?? isolationLevel).toLowerCase();
}

/** One move and all its effects, in a line. */
export const happened = ({ events }: LabMove): string => events.map(eventSentence).join(' ');

function eventSentence(event: LabEvent): string {
  switch (event.kind) {
    case 'step':
    case 'goes-on': {
      const what = `${event.buyer}${event.kind === 'goes-on' ? ' goes on' : ''}: ${event.step}${event.failed ? ' failed' : ''}`;
      const seen = observationWords(event.observed);
      return `${what}${seen === '' ? '' : `, ${seen}`}.`;
    }
    case 'waits':
      return `${event.buyer}: ${event.step}. ${event.wait.kind === 'application' ? 'The lock is taken, so it waits.' : `It waits for ${listed(event.wait.blockers)}, says pg_blocking_pids.`}`;
    case 'ended':
      return `${event.buyer}: ${outcomeWords(event.outcome)}.`;
    case 'time-passed':
      return 'Time passes: every lock with a time limit has expired.';
  }
}

/** What a step that waits says of it. */
export function waitWords({ wait }: Pick<LabStep, 'wait'>): string {
  if (wait === null) return 'under way';
  return wait.kind === 'application' ? 'the lock is taken' : `waits for ${listed(wait.blockers)}, says pg_blocking_pids`;
}

/** Who waits for whom now, a sentence each. */
export function waitSentences({ buyers }: Pick<LabState, 'buyers'>): string[] {
  return buyers.flatMap(({ name, status, steps }) => {
    const wait = steps.at(-1)?.wait ?? null;
    if (status !== 'waiting' || wait === null) return [];
    return wait.kind === 'application' ? [`${name} found the lock taken. It tries again after every move.`] : [`${name} waits for ${listed(wait.blockers)}, says pg_blocking_pids.`];
  });
}

/** 'two real PostgreSQL sessions, 4 min left'. */
export function sessionWords(buyers: number, leftMs: number | null): string {
  const sessions = `${inWords(buyers)} real PostgreSQL sessions`;
  return leftMs === null ? sessions : `${sessions}, ${leftWords(leftMs)} left`;
}

/** Minutes while there are many, then seconds. */
export const leftWords = (leftMs: number): string => (leftMs > 90_000 ? `${Math.round(leftMs / 60_000)} min` : `${Math.max(0, Math.ceil(leftMs / 1_000))} s`);

/** When a key would expire. */
export const expiryWords = (expiresMs: number | null): string | null =>
  expiresMs === null ? null : `would expire after ${expiresMs} ms; here time passes only when you say so`;

export const pressWords = (names: readonly string[]): string => `Press ${names.length < 3 ? names.join(' or ') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`}.`;

/** 'A holds an order, and B found it sold out.' */
export function outcomeSentence({ buyers }: Pick<LabState, 'buyers'>): string {
  const groups = new Map<string, BuyerName[]>();
  for (const { name, outcome } of buyers) {
    const words = outcome ? ENDED[outcome.kind] : 'has not ended';
    groups.set(words, [...(groups.get(words) ?? []), name]);
  }
  return `${capital([...groups].map(([words, names]) => `${listed(names)} ${names.length > 1 ? (PLURAL[words] ?? words) : words}`).join(', and '))}.`;
}

const ENDED = { confirmed: 'holds an order', 'sold-out': 'found it sold out', 'gave-up': 'gave up', unknown: 'does not know whether it bought' } as const;
const PLURAL: Readonly<Record<string, string>> = { 'holds an order': 'hold an order each', 'does not know whether it bought': 'do not know whether they bought' };

export const unitsWords = (units: number): string => plural(units, 'unit');
