import { SqlText } from '@/web/parts/code/sql-text';
import { duration, plural } from '@/web/parts/words/format';
import { HourglassIcon } from '@/web/parts/icons';
import type { DatabaseState } from './admin-wire';
import { Nothing, Panel } from './panel';

/** Who waits for whom in Postgres, at this moment, with both statements. */
export function WaitsCard({ database }: { database: DatabaseState | null }) {
  const waits = database?.waits ?? [];
  return (
    <Panel title="Who waits for whom" see={database ? (waits.length === 0 ? 'No session waits for a lock.' : `${plural(waits.length, 'session waits', 'sessions wait')} for a lock.`) : 'Looking…'} className="min-h-80">
      {waits.length === 0 ? (
        <Nothing>Start a flood of FOR UPDATE in the race, and its queue shows here.</Nothing>
      ) : (
        <ol role="region" aria-label="Waits" tabIndex={0} className="mt-3 h-64 divide-y divide-line overflow-auto">
          {waits.map((wait) => (
            <li key={`${wait.waitingPid} ${wait.blockingPid}`} className="grid gap-2 py-2 pr-2">
              <p className="flex flex-wrap items-center gap-x-2">
                <HourglassIcon className="size-4 text-warn" />
                <b>{wait.waitingApplication} {wait.waitingPid}</b>
                <span className="text-warn tabular-nums">has waited {duration(wait.waitedMs)} for</span>
                <b>{wait.blockingApplication} {wait.blockingPid}</b>
                <span className="font-mono text-cap text-dim">{wait.lock}</span>
              </p>
              <div className="grid gap-2 md:grid-cols-2">
                <Statement title="waits with" sql={wait.waitingQuery} />
                <Statement title="is held by" sql={wait.blockingQuery} />
              </div>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Statement({ title, sql }: { title: string; sql: string }) {
  return (
    <div className="min-w-0 rounded-lg bg-panel-2 px-3 py-2">
      <p className="text-cap text-dim">{title}</p>
      <SqlText statements={[sql.trim()]} />
    </div>
  );
}
