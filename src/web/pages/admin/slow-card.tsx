import { duration } from '@/web/parts/words/format';
import { RunTime } from '@/web/parts/run-time';
import type { SlowRequests } from './admin-wire';
import { Nothing, Panel } from './panel';

/** Requests that took too long, newest first. */
export function SlowCard({ slow }: { slow: SlowRequests | null }) {
  const requests = slow?.requests ?? [];
  return (
    <Panel title="Slow requests" see={slow ? `Longer than ${duration(slow.thresholdMs)}; each has its id in the log.` : 'Looking…'} className="min-h-72">
      {requests.length === 0 ? (
        <Nothing>{slow ? 'None since the web started.' : 'Looking…'}</Nothing>
      ) : (
        <div role="region" aria-label="Slow requests" tabIndex={0} className="mt-3 h-56 overflow-auto">
          <table className="w-full min-w-[36rem] border-separate border-spacing-0 tabular-nums">
            <thead className="text-left text-cap text-dim [&_th]:sticky [&_th]:top-0 [&_th]:bg-panel [&_th]:pr-4 [&_th]:pb-1 [&_th]:font-medium">
              <tr><th>When</th><th>Request</th><th className="text-right">Status</th><th className="text-right">Took</th><th>Id</th></tr>
            </thead>
            <tbody className="[&_td]:border-t [&_td]:border-line [&_td]:py-1.5 [&_td]:pr-4">
              {requests.map(({ at, requestId, method, path, status, durationMs, replica }) => (
                <tr key={`${requestId} ${at}`}>
                  <td><RunTime at={at} /></td>
                  <td className="font-mono text-cap break-all">{method} {path}{replica === undefined ? '' : ` (${replica})`}</td>
                  <td className="text-right">{status}</td>
                  <td className="text-right font-semibold whitespace-nowrap">{duration(durationMs)}</td>
                  <td className="max-w-32 truncate font-mono text-cap text-dim" title={requestId}>{requestId}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
