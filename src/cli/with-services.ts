import { prepareDatabase } from '@/runs/prepare-database';
import type { FloodJob } from '@/runs/flood-job';
import { PURCHASE_TIMEOUT_MS } from '@/runs/purchase-timeout';
import type { FloodPlan } from '@/domain/plan';
import { faultRefusal } from '@/runs/faults/refusal';
import { guardServices } from '@/services/guard-services';
import { provideServices } from '@/services/provide-services';
import type { CliContext } from './cli-context';
import { UsageError } from './run-cli';
import { untilInterrupted } from './until-interrupted';

export interface Need {
  shops: number;
  redis: boolean;
  /** What will be run, so that a fault that must not be injected here is refused before. */
  plans: readonly FloodPlan[];
}

/** Makes the job of a flood on the services at hand. */
export type JobOf = (job: Pick<FloodJob, 'runId' | 'plan'>) => FloodJob;

/**
 * Brings the services that a command needs, does the work, and stops what was started, whatever happens. Ctrl-C aborts
 * `signal`; a second one ends the process.
 */
export async function withServices<T>(
  { shops, redis, plans }: Need,
  context: CliContext,
  work: (jobOf: JobOf, signal: AbortSignal) => Promise<T>,
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
    const refusals = plans.flatMap((plan) => faultRefusal(plan, services.ours) ?? []);
    if (refusals[0]) throw new UsageError(refusals[0]);
    // What a fault kills comes back as it would with a launcher.
    if (plans.some((plan) => plan.fault !== null)) guarding = guardServices(services, settings, () => undefined, guarded.signal);
    interrupted.signal.throwIfAborted();
    const redisUrls = 'urls' in services.redis ? services.redis.urls : null;
    const { databaseUrl, shopUrls } = services;
    const { poolSize } = settings;
    return await work((job) => ({ ...job, databaseUrl, redisUrls, shopUrls, poolSize, timeoutMs: PURCHASE_TIMEOUT_MS }), interrupted.signal);
  } finally {
    guarded.abort();
    await guarding;
    await services.stop();
  }
}
