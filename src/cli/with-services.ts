import { prepareDatabase } from '@/runs/prepare-database';
import type { FloodJob } from '@/runs/flood-job';
import { PURCHASE_TIMEOUT_MS } from '@/runs/purchase-timeout';
import { provideServices } from '@/services/provide-services';
import type { CliContext } from './cli-context';
import { untilInterrupted } from './until-interrupted';

export interface Need {
  shops: number;
  redis: boolean;
}

/** Makes the job of a flood on the services at hand. */
export type JobOf = (job: Pick<FloodJob, 'runId' | 'plan'>) => FloodJob;

/**
 * Brings the services that a command needs, does the work, and stops what was started, whatever happens. Ctrl-C aborts
 * `signal`; a second one ends the process.
 */
export async function withServices<T>(
  { shops, redis }: Need,
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
  try {
    interrupted.signal.throwIfAborted();
    const redisUrls = 'urls' in services.redis ? services.redis.urls : null;
    const { databaseUrl, shopUrls } = services;
    const { poolSize } = settings;
    return await work((job) => ({ ...job, databaseUrl, redisUrls, shopUrls, poolSize, timeoutMs: PURCHASE_TIMEOUT_MS }), interrupted.signal);
  } finally {
    await services.stop();
  }
}
