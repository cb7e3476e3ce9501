import type { LabEvent, LabWait } from '@/domain/lab';
import type { SteppedBuyer } from './stepped-buyer';

/** A buyer at one moment, as far as needed to see what has changed since. */
export interface Glimpse {
  taken: number;
  waiting: boolean;
  ended: boolean;
}

export const glimpse = ({ steps, current, status }: SteppedBuyer): Glimpse => ({ taken: steps.length, waiting: current?.status === 'waiting', ended: status === 'ended' });

/** What has become of a buyer since, in order. */
export function eventsOf(buyer: SteppedBuyer, was: Glimpse): LabEvent[] {
  const { name, steps, status, outcome } = buyer;
  const events: LabEvent[] = [];
  const since = steps.slice(was.waiting ? was.taken - 1 : was.taken);
  for (const [index, { name: step, observed, status, wait }] of since.entries()) {
    const waitedBefore = was.waiting && index === 0;
    if (status === 'waiting') {
      if (wait && !waitedBefore) events.push({ kind: 'waits', buyer: name, step, wait });
    } else events.push({ kind: waitedBefore ? 'goes-on' : 'step', buyer: name, step, observed, failed: status === 'failed' });
  }
  if (status === 'ended' && !was.ended && outcome) events.push({ kind: 'ended', buyer: name, outcome });
  return events;
}

/** What a buyer waits for, as it follows 'is waiting'. */
export function waitWords(wait: LabWait | null): string {
  if (wait === null) return '';
  return wait.kind === 'application' ? ' for a lock that another buyer has' : ` for ${wait.blockers.join(' and ')}`;
}
