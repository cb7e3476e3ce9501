import { prepareDatabase } from '@/stores/postgres/prepare-database';
import type { FileInShops, FloodJob } from '@/flood/flood-job';
import { PURCHASE_TIMEOUT_MS } from '@/shop/purchase-timeout';
import type { FloodPlan } from '@/domain/plan';
import { faultRefusal } from '@/faults/refusal';
import { guardServices } from '@/services/guard-services';
import { startFileShops } from '@/services/file-shops';
import { provideServices } from '@/services/provide-services';
import type { ShopServers } from '@/services/shop-servers';
import type { StrategyFile } from '@/strategy-files/strategy-file';
import type { CliContext } from './cli-context';
import { untilInterrupted } from './until-interrupted';

export interface Need {
  shops: number;
  redis: boolean;
  /** The plans to be run: a server that a fault kills has to be restarted. */
  plans: readonly FloodPlan[];
  /** Strategies from files: each gets its own shops. */
  files?: readonly StrategyFile[];
  /** How long such a strategy may be idle; from the settings by default. */
  stepTimeoutMs?: number;
}

/** The services that a command works with. */
export interface CommandServices {
  /** Makes the job of a flood on these services. */
  jobOf: (job: Pick<FloodJob, 'runId' | 'plan'>) => FloodJob;
  /** Postgres, and Redis or null if there is none. */
  stores: { databaseUrl: string; redisUrls: readonly string[] | null };
  shopUrls: readonly string[];
  /** How long a strategy from a file may be idle. */
  stepTimeoutMs: number;
  /** Why a plan may not be run on these services, as a sentence; null if it may. */
  refusalOf: (plan: FloodPlan) => string | null;
  signal: AbortSignal;
}

/**
 * Provides the services that a command needs, does the work, and always stops what was started. Ctrl-C aborts
 * the signal; a second one ends the process.
 */
export async function withServices<T>(
  { shops, redis, plans, files = [], stepTimeoutMs: asked }: Need,
  context: CliContext,
  work: (services: CommandServices) => Promise<T>,
): Promise<T> {
  const interrupted = new AbortController();
  void untilInterrupted(() => process.exit(2)).then(() => {
    context.log('interrupted; stopping everything cleanly (again to force)');
    interrupted.abort();
  });
  const settings = context.settings();
  const stepTimeoutMs = asked ?? settings.stepTimeoutMs;
  const services = await provideServices({ redis: redis ? 'required' : 'none', shops, prepareDatabase }, settings, context.log);
  const guarded = new AbortController();
  let guarding: Promise<void> = Promise.resolve();
  const fileShops: Pick<ShopServers, 'urls' | 'stop'>[] = [];
  try {
    // A server that a fault kills is restarted, as a launcher would do.
    if (plans.some((plan) => plan.fault !== null)) guarding = guardServices(services, settings, () => undefined, guarded.signal);
    interrupted.signal.throwIfAborted();
    const redisUrls = 'urls' in services.redis ? services.redis.urls : null;
    const { databaseUrl, shopUrls } = services;
    const { poolSize } = settings;
    const strategyFiles: FileInShops[] = [];
    for (const file of shops === 0 ? [] : files) {
      const { id } = file.metadata;
      const own = await startFileShops({
        count: shops,
        firstPort: null,
        stateDir: settings.stateDir,
        databaseUrl,
        redis: services.redis,
        poolSize,
        natsUrl: null,
        logName: `shop-of-${id}`,
        env: { STAMPEDE_STRATEGY_FILE: JSON.stringify(file), STAMPEDE_STEP_TIMEOUT_MS: String(stepTimeoutMs) },
        answersWithinMs: stepTimeoutMs,
        onFailure: context.log,
      });
      fileShops.push(own);
      strategyFiles.push({ ...file, shopUrls: own.urls });
    }
    return await work({
      jobOf: (job) => ({ ...job, databaseUrl, redisUrls, shopUrls, poolSize, timeoutMs: PURCHASE_TIMEOUT_MS, strategyFiles }),
      stores: { databaseUrl, redisUrls },
      shopUrls,
      stepTimeoutMs,
      refusalOf: (plan) => faultRefusal(plan, services.ours),
      signal: interrupted.signal,
    });
  } finally {
    guarded.abort();
    await guarding;
    await Promise.all(fileShops.map((own) => own.stop()));
    await services.stop();
  }
}
