'use client';

import { Button } from '@base-ui/react/button';
import { AlertIcon } from '@/web/parts/icons';
import { sessionStore } from '@/web/parts/session/session-store';
import { useSession } from '@/web/parts/session/use-session';
import type { DatabaseState, RedisState, ShopStats, SlowRequests } from './admin-wire';
import { BigNumbers } from './big-numbers';
import { LimitCard } from './limit-card';
import { PoolCard } from './pool-card';
import { ProductsCard } from './products-card';
import { RedisCard } from './redis-card';
import { RevenueCard } from './revenue-card';
import { SlowCard } from './slow-card';
import { StatementCard } from './statement-card';
import { TopCard } from './top-card';
import { usePolled } from './use-polled';
import { WaitsCard } from './waits-card';

/** What an instructor wants to see and to change, on one page. */
export function Dashboard() {
  const session = useSession();
  const stats = usePolled<ShopStats>('/stats');
  const slow = usePolled<SlowRequests>('/slow');
  const database = usePolled<DatabaseState>('/database');
  const redis = usePolled<RedisState>('/redis');
  const problem = [stats, slow, database, redis].map((polled) => polled.problem).find((found) => found !== null);
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2 pt-3 pb-4 lg:pt-5">
        <h1 className="text-[1.6rem] leading-[1.15] font-[750] tracking-[-0.025em] lg:text-[2.15rem]">The shop, from behind the counter</h1>
        {/* Beyond loopback the header has it, on every page. */}
        {session?.tokenNeeded === true ? null : <Button onClick={() => void sessionStore.logOut()} className="h-10 rounded-lg border border-line bg-panel-2 px-4 font-semibold hover:border-edge">Log out</Button>}
        <p role="status" className="flex min-h-6 w-full items-center gap-2 text-dim">
          {problem === undefined ? 'Looked at every two seconds, as long as this page is seen.' : <span className="flex items-center gap-2 font-medium text-warn"><AlertIcon />{problem} Shown is what was known last; this page asks again by itself.</span>}
        </p>
      </div>
      <div className="grid gap-4">
        <BigNumbers stats={stats.data} />
        <ProductsCard onChanged={stats.look} />
        <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
          <RevenueCard stats={stats.data} />
          <TopCard stats={stats.data} />
          <WaitsCard database={database.data} />
          <PoolCard database={database.data} />
        </div>
        <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)]">
          <SlowCard slow={slow.data} />
          <LimitCard />
          <RedisCard redis={redis.data} />
        </div>
        <StatementCard meta={stats.data?.meta ?? null} />
      </div>
    </>
  );
}
