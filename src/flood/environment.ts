import { availableParallelism } from 'node:os';
import { Redis } from 'ioredis';
import { version } from '@/config/version';
import type { Environment } from '@/domain/report';
import { serverFacts } from '@/stores/postgres/audit';
import type { OpenDatabase } from '@/stores/postgres/database';
import type { FloodJob } from './flood-job';

/** What a result depends on besides the plan. */
export async function readEnvironment(job: FloodJob, database: OpenDatabase): Promise<Environment> {
  const [facts, redis] = await Promise.all([serverFacts(database), redisVersion(job.redisUrls)]);
  return {
    stampede: version(),
    node: process.version,
    postgres: facts.version,
    redis,
    synchronousCommit: facts.synchronousCommit,
    poolSize: job.plan.poolSize ?? job.poolSize,
    cores: availableParallelism(),
    shops: job.plan.replicas,
  };
}

async function redisVersion(urls: string[] | null): Promise<string | null> {
  const url = urls?.[0];
  if (!url) return null;
  const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null, connectTimeout: 1_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return /redis_version:(\S+)/.exec(await client.info('server'))?.[1] ?? null;
  } catch {
    return null;
  } finally {
    client.disconnect();
  }
}
