import { duration } from '@/web/parts/words/format';
import { CheckIcon, CrossIcon } from '@/web/parts/icons';
import type { RedisState } from './admin-wire';
import { Nothing, Panel } from './panel';

/** How long each Redis takes to answer. */
export function RedisCard({ redis }: { redis: RedisState | null }) {
  const servers = redis?.servers ?? [];
  return (
    <Panel title="Redis" see="A PING to each, there and back." className="min-h-72">
      {servers.length === 0 ? (
        <Nothing>{redis ? 'There is no Redis here: limits are counted in memory, and the Redis strategies cannot run.' : 'Looking…'}</Nothing>
      ) : (
        <ul className="divide-y divide-line pt-2">
          {servers.map(({ url, up, latencyMs }) => (
            <li key={url} className="grid grid-cols-[1.25rem_minmax(0,1fr)_auto] items-center gap-2 py-2 tabular-nums">
              {up ? <CheckIcon className="size-4 text-ok" /> : <CrossIcon className="size-4 text-warn" />}
              <span className="truncate font-mono text-cap">{url.replace(/^rediss?:\/\//, '')}</span>
              <span className={up ? 'font-semibold' : 'font-semibold text-warn'}>{up && latencyMs !== null ? duration(latencyMs) : 'does not answer'}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
