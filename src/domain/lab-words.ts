import type { LabEvent, LabWait } from './lab';
import type { Observation, Outcome } from './purchase';

/** What came back, in as few words as will do: 'stock 1, version 0'. Empty when there was nothing to see. */
export function observationWords(observed: Observation): string {
  if (observed === null) return '';
  if ('error' in observed) return `error${'sqlstate' in observed ? ` ${String(observed.sqlstate)}` : ''}: ${String(observed.error)}`;
  if (observed.rows === 0) return 'no row';
  return Object.entries(observed)
    .map(([name, value]) => `${name} ${value === null ? 'null' : String(value)}`)
    .join(', ');
}

export function outcomeWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'confirmed':
      return `confirmed, order ${outcome.orderId}, ${outcome.remaining} left`;
    case 'sold-out':
      return 'sold out';
    case 'gave-up':
    case 'unknown':
      return `${outcome.kind === 'unknown' ? 'unknown' : 'gave up'}: ${outcome.reason}`;
  }
}

export const waitsForWords = (wait: LabWait): string => (wait.kind === 'application' ? 'the lock is taken' : `waits for ${wait.blockers.join(' and ')}`);

/** What an event says beside its step. */
export function eventWords(event: LabEvent): string {
  switch (event.kind) {
    case 'step':
      return observationWords(event.observed);
    case 'goes-on':
      return ['goes on', observationWords(event.observed)].filter((words) => words !== '').join(': ');
    case 'waits':
      return waitsForWords(event.wait);
    case 'ended':
      return outcomeWords(event.outcome);
    case 'time-passed':
      return 'every lock that ends by itself ends now';
  }
}
