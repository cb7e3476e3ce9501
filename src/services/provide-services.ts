import { builtId } from '@/config/build-id';
import type { Settings } from '@/config/settings';
import { expectPostgres, expectShops, natsProblem, redisProblem } from './given-services';
import { provideNats, type NatsServer } from './nats-server';
import { providePostgres, type PostgresServer } from './postgres-server';
import { provideRedis, type RedisServers } from './redis-servers';
import type { ServiceLog } from './service-log';
import { ServiceMissingError } from './service-missing-error';
import { publishedServices, type PublishedServices } from './services-file';
import { askShop } from './shop-health';
import { startShops, type ShopServers } from './shop-servers';

export interface ServiceNeeds {
  /** `optional`: the command works without it, and says what it cannot do then. */
  redis: 'required' | 'optional' | 'none';
  /** How many; 0 for none. */
  shops: number;
  /** Migrates and seeds; called when Postgres is up, before any shop starts. */
  prepareDatabase: (databaseUrl: string) => Promise<void>;
  /** A launcher's shops use the standard ports; those of a single command any. */
  standardShopPorts?: boolean;
}

export type ProvidedRedis = { urls: string[] } | { unavailable: string };

export interface ProvidedServices {
  databaseUrl: string;
  redis: ProvidedRedis;
  shopUrls: string[];
  /** What this call started: `postgres`, `redis`, `nats`, `shops`. */
  started: string[];
  /** What this call or a launcher of this project started, and faults may therefore break: `postgres`, `redis`, `shops`. */
  ours: string[];
  /** What this call started or shares; null for services from the environment or a launcher. */
  handles: { postgres: PostgresServer | null; redis: RedisServers | null; nats: NatsServer | null; shops: ShopServers | null };
  /** Stops what this call started and no other command uses: shops, then NATS, Redis and Postgres. A second call does nothing. */
  stop(): Promise<void>;
}

/**
 * Provides everything that a command needs. For each service: the one from the environment; else that of a running launcher of this
 * project; else one of our own. Throws `ServiceMissingError`, or what `prepareDatabase` threw; then what was started
 * is stopped again.
 */
export async function provideServices(needs: ServiceNeeds, settings: Settings, log: ServiceLog): Promise<ProvidedServices> {
  const offers = publishedServices(settings.stateDir);
  // A launcher with shops before one without, such as a `stampede start` that shares the services of `services up`.
  const published = offers.find(({ shopUrls }) => shopUrls.length > 0) ?? offers[0] ?? null;
  const handles: ProvidedServices['handles'] = { postgres: null, redis: null, nats: null, shops: null };
  try {
    const [database, redis] = await settleBoth(
      provideDatabase(needs, settings, published, log).then((found) => {
        handles.postgres = found.server;
        return found.url;
      }),
      provideStores(needs, settings, published, log).then((found) => {
        handles.redis = found.servers;
        return found.redis;
      }),
    );
    const offer = { databaseUrl: database, redis };
    const existing = await existingShops(needs.shops, settings, published, offer, log);
    if (existing === null) {
      const bus = await provideBus(settings, log);
      handles.nats = bus.server;
      handles.shops = await startOwnShops(needs, settings, { ...offer, natsUrl: bus.natsUrl }, log);
    }
    return {
      ...offer,
      shopUrls: existing ?? handles.shops?.urls ?? [],
      started: startedNames(handles),
      ours: [
        ...(handles.postgres === null ? [] : ['postgres']),
        ...(handles.redis === null ? [] : ['redis']),
        ...(handles.shops !== null || (settings.shopUrls === null && published?.shopsAreOurs === true) ? ['shops'] : []),
      ],
      handles,
      stop: () => stopAll(handles),
    };
  } catch (error) {
    await stopAll(handles);
    throw error;
  }
}

type Offer = Pick<ProvidedServices, 'databaseUrl' | 'redis'>;

async function provideDatabase(
  needs: ServiceNeeds,
  settings: Settings,
  published: PublishedServices | null,
  log: ServiceLog,
): Promise<{ url: string; server: PostgresServer | null }> {
  // A launcher's own server is shared through its data folder, and can then outlive the launcher; only
  // the address of one from the launcher's environment has to be taken from what it published.
  const named = settings.databaseUrl ?? (published?.databaseIsOurs === false ? published.databaseUrl : null);
  if (named !== null) {
    await expectPostgres(named);
    await needs.prepareDatabase(named);
    return { url: named, server: null };
  }
  const { stateDir, postgresPort } = settings;
  const server = await providePostgres({ stateDir, port: postgresPort, prepare: needs.prepareDatabase }, log);
  return { url: server.url, server };
}

async function provideStores(
  needs: ServiceNeeds,
  settings: Settings,
  published: PublishedServices | null,
  log: ServiceLog,
): Promise<{ redis: ProvidedRedis; servers: RedisServers | null }> {
  if (needs.redis === 'none') return { redis: { unavailable: 'This command uses no Redis.' }, servers: null };
  const found = await findStores(settings, published, log);
  if ('unavailable' in found.redis) {
    if (needs.redis === 'required') throw new ServiceMissingError('redis', found.redis.unavailable);
    log(found.redis.unavailable);
  }
  return found;
}

async function findStores(
  settings: Settings,
  published: PublishedServices | null,
  log: ServiceLog,
): Promise<{ redis: ProvidedRedis; servers: RedisServers | null }> {
  const named = settings.redisUrls ?? (published?.redisIsOurs === false && 'urls' in published.redis ? published.redis.urls : null);
  if (named !== null) {
    const problem = await redisProblem(named);
    return { redis: problem === null ? { urls: named } : { unavailable: problem }, servers: null };
  }
  const { stateDir, redisPort, noInstall } = settings;
  const servers = await provideRedis({ stateDir, port: redisPort, noInstall }, log);
  return 'urls' in servers ? { redis: { urls: servers.urls }, servers } : { redis: servers, servers: null };
}

/** Running shops: from the environment, else the launcher's, if they run this same build on these stores. */
async function existingShops(
  count: number,
  settings: Settings,
  published: PublishedServices | null,
  offer: Offer,
  log: ServiceLog,
): Promise<string[] | null> {
  if (count === 0) return [];
  if (settings.shopUrls !== null) {
    await expectShops(settings.shopUrls, count);
    return settings.shopUrls;
  }
  if (published === null || published.shopUrls.length === 0) return null;
  const why = await problemWith(published, count, offer, settings.eventBus);
  if (why === null) return published.shopUrls;
  log(`not using the shops of "stampede ${published.command}": ${why}; starting others for this command`);
  return null;
}

async function problemWith(
  published: PublishedServices,
  count: number,
  offer: Offer,
  eventBus: Settings['eventBus'],
): Promise<string | null> {
  if (published.shopUrls.length < count) return `they are ${String(published.shopUrls.length)} and ${String(count)} are needed`;
  if (published.databaseUrl !== offer.databaseUrl) return 'they use another database';
  if ('urls' in offer.redis && JSON.stringify(published.redis) !== JSON.stringify(offer.redis)) return 'they use other Redis servers';
  if (published.eventBus !== eventBus) return 'they use another event bus';
  const answers = await Promise.all(published.shopUrls.map(askShop));
  if (answers.some((answer) => answer?.ok !== true)) return 'one of them does not answer';
  return answers.every((answer) => answer?.buildId === builtId()) ? null : 'they were built from other sources';
}

/** NATS for the shops' events, if EVENT_BUS asks for it: from the environment, or our own. */
async function provideBus(settings: Settings, log: ServiceLog): Promise<{ natsUrl: string | null; server: NatsServer | null }> {
  const { eventBus, natsUrl, stateDir, noInstall } = settings;
  if (eventBus === 'memory') return { natsUrl: null, server: null };
  if (natsUrl === null) {
    const server = await provideNats({ stateDir, noInstall }, log);
    return { natsUrl: server.url, server };
  }
  const problem = await natsProblem(natsUrl);
  if (problem !== null) log(problem);
  return { natsUrl, server: null };
}

async function startOwnShops(
  needs: ServiceNeeds,
  settings: Settings,
  offer: Offer & { natsUrl: string | null },
  log: ServiceLog,
): Promise<ShopServers> {
  const { stateDir, poolSize, shopPort, drainMs, stopWithinMs } = settings;
  const firstPort = needs.standardShopPorts === true ? shopPort : null;
  const shops = await startShops({ count: needs.shops, firstPort, stateDir, poolSize, drainMs, stopWithinMs, ...offer });
  log(`started ${String(needs.shops)} ${needs.shops === 1 ? 'shop' : 'shops'} at ${shops.urls.join(', ')}`);
  return shops;
}

const startedNames = ({ postgres, redis, nats, shops }: ProvidedServices['handles']): string[] => [
  ...(postgres?.started === true ? ['postgres'] : []),
  ...(redis?.started === true ? ['redis'] : []),
  ...(nats?.started === true ? ['nats'] : []),
  ...(shops === null ? [] : ['shops']),
];

/** Waits for both, so that a failure of one does not leave the other running unnoticed. */
async function settleBoth<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return [await first, await second];
}

/** Runs all of them, even if one fails; throws the first failure at the end. */
async function stopAll(handles: ProvidedServices['handles']): Promise<void> {
  const { shops, nats, redis, postgres } = handles;
  Object.assign(handles, { shops: null, nats: null, redis: null, postgres: null });
  const failures: unknown[] = [];
  for (const service of [shops, nats, redis, postgres]) {
    await service?.stop().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
