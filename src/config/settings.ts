import { resolve } from 'node:path';
import { z } from 'zod';
import { LIMITS } from '@/domain/limits';
import { projectRoot, type Environment } from './project-root';
import { SettingsError, type SettingsFault } from './settings-error';

export { SettingsError } from './settings-error';

/** Everything that the environment decides. Null means: not set, so Stampede provides it. */
export interface Settings {
  databaseUrl: string | null;
  /** Redlock wants five. */
  redisUrls: string[] | null;
  shopUrls: string[] | null;
  /** Where the web, or this shop, listens. Port 0 is any free one. */
  host: string;
  port: number;
  replicas: number;
  /** Database connections of each shop. */
  poolSize: number;
  maxBuyers: number;
  maxConcurrency: number;
  /** Floods that may wait behind the one that runs. */
  queueLimit: number;
  /** True forbids asking the system's package manager for Redis or Chromium. */
  noInstall: boolean;
  /** Absolute. */
  stateDir: string;
  postgresPort: number;
  /** The first of five. */
  redisPort: number;
  /** The first of the shops' ports. */
  shopPort: number;
  /** Which of the replicas this shop is, from 0. */
  shopIndex: number;
  chromiumPath: string | null;
  /** Where the events of `event-sourced` go when they leave the database. */
  eventBus: 'memory' | 'nats';
  /** Only read where the bus is NATS. */
  natsUrl: string | null;
  /** Where programs are looked for. */
  searchPath: string;
  /** What Stampede started itself and may therefore break, as the launcher tells the web: `postgres`, `redis`, `shops`. */
  ours: string[];
  /** Whether this shop may be told to fail. */
  allowFaults: boolean;
  /** Why there is no Redis, in a sentence, when the launcher has found out; told to shops and web. */
  redisUnavailable: string | null;
}

const POSTGRES = 'a URL like postgres://user:password@host:5432/name';
const REDIS = 'URLs like redis://host:6379, separated by commas';
const NATS = 'a URL like nats://host:4222, or several of one cluster, separated by commas';
const SHOPS = 'URLs like http://host:4001, separated by commas';

const SCHEMA = z.object({
  DATABASE_URL: optional(url(['postgres:', 'postgresql:'], POSTGRES)),
  REDIS_URLS: optional(urlList(['redis:', 'rediss:'], REDIS)),
  SHOP_URLS: optional(urlList(['http:', 'https:'], SHOPS)),
  HOST: withDefault(z.string().regex(/^[\w.:-]+$/, 'a host name or an address'), '127.0.0.1'),
  PORT: whole(0, 65_535, 3_000),
  STAMPEDE_REPLICAS: whole(LIMITS.replicas.min, LIMITS.replicas.max, 2),
  STAMPEDE_POOL_SIZE: whole(1, 100, 20),
  STAMPEDE_MAX_BUYERS: whole(LIMITS.buyers.min, LIMITS.buyers.max, LIMITS.buyers.max),
  STAMPEDE_MAX_CONCURRENCY: whole(LIMITS.concurrency.min, LIMITS.concurrency.max, LIMITS.concurrency.max),
  STAMPEDE_QUEUE_LIMIT: whole(0, 1_000, 20),
  STAMPEDE_NO_INSTALL: flag(),
  STAMPEDE_STATE_DIR: withDefault(z.string(), '.stampede'),
  STAMPEDE_POSTGRES_PORT: whole(1, 65_535, 5_432),
  STAMPEDE_REDIS_PORT: whole(1, 65_531, 6_379),
  STAMPEDE_SHOP_PORT: whole(1, 65_528, 4_001),
  STAMPEDE_SHOP_INDEX: whole(0, 1_000, 0),
  CHROMIUM_PATH: optional(z.string()),
  EVENT_BUS: withDefault(z.string().regex(/^(memory|nats)$/, 'memory or nats'), 'memory').transform((text) => (text === 'nats' ? text : 'memory')),
  NATS_URL: optional(urlList(['nats:', 'tls:'], NATS)),
  PATH: withDefault(z.string(), ''),
  STAMPEDE_REDIS_UNAVAILABLE: optional(z.string()),
  STAMPEDE_OURS: withDefault(z.string(), ''),
  STAMPEDE_ALLOW_FAULTS: flag(),
});

/**
 * Reads the settings from the environment; an empty variable counts as unset.
 * Throws `SettingsError` with every fault at once. Call it when a command starts, never while a module loads.
 */
export function readSettings(env: Environment = process.env): Settings {
  const parsed = SCHEMA.safeParse(env);
  if (!parsed.success) throw new SettingsError(parsed.error.issues.map((issue) => faultOf(issue, env)));
  const read = parsed.data;
  return {
    databaseUrl: read.DATABASE_URL,
    redisUrls: read.REDIS_URLS,
    shopUrls: read.SHOP_URLS,
    host: read.HOST,
    port: read.PORT,
    replicas: read.STAMPEDE_REPLICAS,
    poolSize: read.STAMPEDE_POOL_SIZE,
    maxBuyers: read.STAMPEDE_MAX_BUYERS,
    maxConcurrency: read.STAMPEDE_MAX_CONCURRENCY,
    queueLimit: read.STAMPEDE_QUEUE_LIMIT,
    noInstall: read.STAMPEDE_NO_INSTALL,
    stateDir: resolve(projectRoot(env), read.STAMPEDE_STATE_DIR),
    postgresPort: read.STAMPEDE_POSTGRES_PORT,
    redisPort: read.STAMPEDE_REDIS_PORT,
    shopPort: read.STAMPEDE_SHOP_PORT,
    shopIndex: read.STAMPEDE_SHOP_INDEX,
    chromiumPath: read.CHROMIUM_PATH,
    eventBus: read.EVENT_BUS,
    natsUrl: read.NATS_URL?.join(',') ?? null,
    searchPath: read.PATH,
    redisUnavailable: read.STAMPEDE_REDIS_UNAVAILABLE,
    ours: splitList(read.STAMPEDE_OURS),
    allowFaults: read.STAMPEDE_ALLOW_FAULTS,
  };
}

function faultOf(issue: z.core.$ZodIssue, env: Environment): SettingsFault {
  const name = String(issue.path[0]);
  return { name, expected: issue.message, found: JSON.stringify(withoutPassword(env[name] ?? '')) };
}

/** What is found is shown to a person and perhaps logged: `//user:secret@` never is. */
const withoutPassword = (value: string): string => value.replace(/\/\/([^:/@,]*):[^@,]*@/g, '//$1:***@');

function optional<T>(schema: z.ZodType<T, string>) {
  return z.preprocess(emptyIsUnset, schema.optional()).transform((value) => value ?? null);
}

function withDefault(schema: z.ZodType<string, string>, fallback: string) {
  return z.preprocess(emptyIsUnset, schema.optional()).transform((value) => value ?? fallback);
}

function whole(min: number, max: number, fallback: number) {
  const expected = `a whole number from ${String(min)} to ${String(max)}`;
  return withDefault(
    z.string().refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, expected),
    String(fallback),
  ).transform(Number);
}

function flag() {
  return withDefault(z.string().regex(/^(1|true|yes|0|false|no)$/i, '1 or 0'), '0').transform((text) =>
    /^(1|true|yes)$/i.test(text),
  );
}

function url(protocols: readonly string[], expected: string) {
  return z.string().refine((text) => isUrl(text, protocols), expected);
}

function urlList(protocols: readonly string[], expected: string) {
  return z
    .string()
    .refine((text) => splitList(text).length > 0 && splitList(text).every((item) => isUrl(item, protocols)), expected)
    .transform(splitList);
}

// A function and not a constant: the schema above is made before constants down here have a value.
function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  const parsed = URL.canParse(text) ? new URL(text) : null;
  return parsed !== null && protocols.includes(parsed.protocol) && parsed.hostname !== '';
}

function emptyIsUnset(value: unknown): unknown {
  return typeof value === 'string' && value.trim() === '' ? undefined : value;
}
