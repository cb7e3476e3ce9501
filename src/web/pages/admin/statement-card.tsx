import { SqlText } from '@/web/parts/code/sql-text';
import { duration } from '@/web/parts/words/format';
import type { ShopStats } from './admin-wire';
import { Panel } from './panel';

/** The statement that all of these numbers came from, with its time and its plan. */
export function StatementCard({ meta }: { meta: ShopStats['meta'] | null }) {
  return (
    <Panel title={`One statement, ${meta ? duration(meta.durationMs) : '–'}`} see="Revenue, units, orders, top products and days come from one SELECT, so they are all of one moment. To the right, how Postgres went about it.">
      <div className="grid gap-4 pt-3 lg:grid-cols-2">
        <div role="region" aria-label="The SQL" tabIndex={0} className="h-96 overflow-auto rounded-lg bg-panel-2 p-3">{meta ? <SqlText statements={[meta.sql]} /> : null}</div>
        <pre role="region" aria-label="The plan" tabIndex={0} className="h-96 overflow-auto rounded-lg bg-panel-2 p-3 font-mono text-[0.8rem] leading-[1.5]">{meta?.plan.join('\n')}</pre>
      </div>
    </Panel>
  );
}
