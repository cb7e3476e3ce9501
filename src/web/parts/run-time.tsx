'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/** When a run was asked for, in the visitor's own time; the server, which does not know it, writes UTC. */
export function RunTime({ at }: { at: string }) {
  const local = useSyncExternalStore(never, () => true, () => false);
  const format = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: local ? undefined : 'UTC',
  });
  return (
    <time dateTime={at} className="whitespace-nowrap text-dim tabular-nums">
      {format.format(new Date(at))}
    </time>
  );
}
