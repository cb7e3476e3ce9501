import { count, duration } from '@/web/parts/words/format';
import type { DatabaseState } from './admin-wire';
import { Nothing, Panel } from './panel';
import { poolRows } from './pool-rows';

/** Connections to Postgres, a line for each process that has some, and statements that take long. */
export function PoolCard({ database }: { database: DatabaseState | null }) {
  const rows = poolRows(database?.pool ?? []);
  const long = database?.longQueries ?? [];
  return (
    <Panel title="Connections" see="Of each process: at work, waiting inside a transaction, idle." className="min-h-80">
      {rows.length === 0 ? (
        <Nothing>{database ? 'No connections.' : 'Looking…'}</Nothing>
      ) : (
        <div role="region" aria-label="Connections" tabIndex={0} className="mt-3 max-h-56 overflow-auto">
          <table className="w-full border-separate border-spacing-0 tabular-nums">
            <thead className="text-right text-cap text-dim [&_th]:sticky [&_th]:top-0 [&_th]:bg-panel [&_th]:pb-1 [&_th]:pl-3 [&_th]:font-medium"><tr><th className="pl-0! text-left">Process</th><th>active</th><th>in transaction</th><th>idle</th></tr></thead>
            <tbody className="[&_td]:border-t [&_td]:border-line [&_td]:py-1.5 [&_td]:pl-3">
              {rows.map(({ name, active, inTransaction, idle }) => (
                <tr key={name}>
                  <td className="pl-0! break-words">{name}</td>
                  <td className="text-right font-semibold">{count(active)}</td>
                  <td className={`text-right ${inTransaction > 0 ? 'font-semibold text-warn' : 'text-dim'}`}>{count(inTransaction)}</td>
                  <td className="text-right text-dim">{count(idle)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="pt-3 text-dim">
        {long.length === 0 ? 'No statement and no transaction takes longer than a second.' : long.map(({ pid, applicationName, runningMs }) => `${applicationName} ${pid} for ${duration(runningMs)}`).join('; ')}
      </p>
    </Panel>
  );
}
