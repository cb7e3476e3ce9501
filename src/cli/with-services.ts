import { prepareDatabase } from '@/stores/postgres/prepare-database';
import type { FloodJob } from '@/runs/flood-job';
import { PURCHASE_TIMEOUT_MS } from '@/runs/purchase-timeout';
import type { FloodPlan } from '@/domain/plan';
import { faultRefusal } from '@/faults/refusal';
import { guardServices } from '@/services/guard-services';
import { provideServices } from '@/services/provide-services';
import type { CliContext } from './cli-context';
import { untilInterrupted } from './until-interrupted';

export interface Need {
  shops: number;
  redis: boolean;
  /** What will be run: what a fault kills has to come back. */
  plans: readonly FloodPlan[];
}

/** What a command works with. */
export interface Floor {
  /** Makes the job of a flood on the services at hand. */
  jobOf: (job: Pick<FloodJob, 'runId' | 'plan'>) => FloodJob;
  /** Postgres and Redis; the latter null where there is none. */
  stores: { databaseUrl: string; redisUrls: readonly string[] | null };
  shopUrls: readonly string[];
  /** Why a plan may not be run on these services, in a sentence; null when it may. */
  refusalOf: (plan: FloodPlan) => string | null;
  signal: AbortSignal;
}

/**
 * Brings the services that a command needs, does the work, and stops what was started, whatever happens. Ctrl-C aborts
 * the signal; a second one ends the process.
 */
export async function withServices<T>(
  { shops, redis, plans }: Need,
  context: CliContext,
  work: (floor: Floor) => Promise<T>,
): Promise<T> {
  const interrupted = new AbortController();
  void untilInterrupted(() => process.exit(2)).then(() => {
    context.tell('interrupted; stopping in order (again to force)');
    interrupted.abort();
  });
  const settings = context.settings();
  const services = await provideServices({ redis: redis ? 'required' : 'none', shops, prepareDatabase }, settings, context.tell);
  const guarded = new AbortController();
  let guarding: Promise<void> = Promise.resolve();
  try {
    // What a fault kills comes back as it would with a launcher.
    if (plans.some((plan) => plan.fault !== null)) guarding = guardServices(services, settings, () => undefined, guarded.signal);
    interrupted.signal.throwIfAborted();
    const redisUrls = 'urls' in services.redis ? services.redis.urls : null;
    const { databaseUrl, shopUrls } = services;
    const { poolSize } = settings;
    return await work({
      jobOf: (job) => ({ ...job, databaseUrl, redisUrls, shopUrls, poolSize, timeoutMs: PURCHASE_TIMEOUT_MS }),
      stores: { databaseUrl, redisUrls },
      shopUrls,
      refusalOf: (plan) => faultRefusal(plan, services.ours),
      signal: interrupted.signal,
    });
  } finally {
    guarded.abort();
    await guarding;
    await services.stop();
  }
}
