import { resolve } from 'node:path';
import { z } from 'zod';
import { LIMITS } from '@/domain/limits';
import { stateHome, type Environment } from './project-root';
import { SettingsError, type SettingsFault } from './settings-error';

export { SettingsError } from './settings-error';

/** Everything that the environment decides. Null means: not set, so Stampede provides it. */
export interface Settings {
  databaseUrl: string | null;
  /** The same database without the pooler that `databaseUrl` leads through, for what needs a session of its own. */
  directDatabaseUrl: string | null;
  /** Redlock needs five. */
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
  /** Floods that may wait behind the running one. */
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
  /** The number of this replica, from 0. */
  shopIndex: number;
  chromiumPath: string | null;
  /** The bus on which the events of `event-sourced` are published. */
  eventBus: 'memory' | 'nats';
  /** Only used if the bus is NATS. */
  natsUrl: string | null;
  /** Where programs are looked for. */
  searchPath: string;
  /** What Stampede started itself and faults may therefore break, set by the launcher: `postgres`, `redis`, `shops`. */
  ours: string[];
  /** The only strategy of this shop, from a file, as JSON; null for the built-in ones. Set by the command that starts it. */
  strategyFile: string | null;
  /** The file with the list of strategies that `stampede open` serves; only the web reads it. */
  strategyFiles: string | null;
  /** How long a strategy from a file may be idle between two steps, or block its process. */
  stepTimeoutMs: number;
  /** Whether faults may be injected into this shop. */
  allowFaults: boolean;
  /** The instructor's token; null: one is created at the start. */
  instructorToken: string | null;
  /** The strategy that `POST /api/purchase` sells with. */
  shopStrategy: string;
  /** Purchases of one user, and of one IP address, in a window; 0 is no limit. */
  purchasesPerUser: number;
  purchasesPerIp: number;
  purchaseWindowS: number;
  /** Calls of one IP address a minute, where the web listens beyond loopback; 0 is no limit. */
  callsPerMinute: number;
  /** Proxies in front of the web whose X-Forwarded-For is trusted. */
  trustedProxies: number;
  /** A request that takes at least this long is logged as slow. */
  slowMs: number;
  /** How long a stopping process still accepts requests while it reports that it is not ready. */
  drainMs: number;
  /** How long running requests then have to finish. */
  stopWithinMs: number;
  logLevel: LogLevel;
  /** How long a shop waits for Postgres to accept a connection, a purchase for a free one (0: for ever), and a statement may run (0: for ever). */
  connectTimeoutMs: number;
  poolWaitMs: number;
  statementTimeoutMs: number;
  /** Why there is no Redis, as a sentence; the launcher sets it for shops and web. */
  redisUnavailable: string | null;
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const POSTGRES = 'a URL like postgres://user:password@host:5432/name';
const REDIS = 'URLs like redis://host:6379, separated by commas';
const NATS = 'a URL like nats://host:4222, or several of one cluster, separated by commas';
const SHOPS = 'URLs like http://host:4001, separated by commas';

/** The schema of the environment, by variable; docs/settings.md is generated from it. */
export const SETTINGS_SCHEMA = z.object({
  DATABASE_URL: optional(url(['postgres:', 'postgresql:'], POSTGRES)),
  DATABASE_DIRECT_URL: optional(url(['postgres:', 'postgresql:'], POSTGRES)),
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
  STAMPEDE_TOKEN: optional(z.string().regex(/^[\x21-\x7e]{12,128}$/, '12 to 128 visible ASCII characters')),
  STAMPEDE_SHOP_STRATEGY: withDefault(z.string().regex(/^[a-z-]+(:[a-z-]+)?$/, 'the id of a strategy'), 'conditional-update'),
  STAMPEDE_PURCHASES_PER_USER: whole(0, 1_000_000, 5),
  STAMPEDE_PURCHASES_PER_IP: whole(0, 1_000_000, 10),
  STAMPEDE_PURCHASE_WINDOW_S: whole(1, 86_400, 60),
  STAMPEDE_CALLS_PER_MINUTE: whole(0, 1_000_000, 1_200),
  STAMPEDE_TRUSTED_PROXIES: whole(0, 10, 0),
  STAMPEDE_SLOW_MS: whole(1, 600_000, 500),
  STAMPEDE_DRAIN_MS: whole(0, 600_000, 0),
  STAMPEDE_STOP_WITHIN_MS: whole(100, 600_000, 10_000),
  STAMPEDE_LOG_LEVEL: withDefault(z.string().refine((text) => LOG_LEVELS.some((level) => level === text), LOG_LEVELS.join(', ')), 'info').transform((text) => text as LogLevel),
  STAMPEDE_CONNECT_TIMEOUT_MS: whole(100, 600_000, 10_000),
  STAMPEDE_POOL_WAIT_MS: whole(0, 600_000, 0),
  STAMPEDE_STATEMENT_TIMEOUT_MS: whole(0, 600_000, 0),
  STAMPEDE_REDIS_UNAVAILABLE: optional(z.string()),
  STAMPEDE_OURS: withDefault(z.string(), ''),
  STAMPEDE_STRATEGY_FILE: optional(z.string()),
  STAMPEDE_STRATEGY_FILES: optional(z.string()),
  STAMPEDE_STEP_TIMEOUT_MS: whole(100, 600_000, 10_000),
  STAMPEDE_ALLOW_FAULTS: flag(),
}).refine(({ DATABASE_URL, DATABASE_DIRECT_URL }) => DATABASE_DIRECT_URL === null || DATABASE_URL !== null, {
  path: ['DATABASE_DIRECT_URL'],
  message: 'DATABASE_URL beside it, which names the same database',
});

/**
 * Reads the settings from the environment; an empty variable counts as unset.
 * Throws `SettingsError` with every fault at once. Call it when a command starts, never while a module loads.
 */
export function readSettings(env: Environment = process.env): Settings {
  const parsed = SETTINGS_SCHEMA.safeParse(env);
  if (!parsed.success) throw new SettingsError(parsed.error.issues.map((issue) => faultOf(issue, env)));
  const read = parsed.data;
  return {
    databaseUrl: read.DATABASE_URL,
    directDatabaseUrl: read.DATABASE_DIRECT_URL,
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
    stateDir: resolve(stateHome(env), read.STAMPEDE_STATE_DIR),
    postgresPort: read.STAMPEDE_POSTGRES_PORT,
    redisPort: read.STAMPEDE_REDIS_PORT,
    shopPort: read.STAMPEDE_SHOP_PORT,
    shopIndex: read.STAMPEDE_SHOP_INDEX,
    chromiumPath: read.CHROMIUM_PATH,
    eventBus: read.EVENT_BUS,
    natsUrl: read.NATS_URL?.join(',') ?? null,
    searchPath: read.PATH,
    instructorToken: read.STAMPEDE_TOKEN,
    shopStrategy: read.STAMPEDE_SHOP_STRATEGY,
    purchasesPerUser: read.STAMPEDE_PURCHASES_PER_USER,
    purchasesPerIp: read.STAMPEDE_PURCHASES_PER_IP,
    purchaseWindowS: read.STAMPEDE_PURCHASE_WINDOW_S,
    callsPerMinute: read.STAMPEDE_CALLS_PER_MINUTE,
    trustedProxies: read.STAMPEDE_TRUSTED_PROXIES,
    slowMs: read.STAMPEDE_SLOW_MS,
    drainMs: read.STAMPEDE_DRAIN_MS,
    stopWithinMs: read.STAMPEDE_STOP_WITHIN_MS,
    logLevel: read.STAMPEDE_LOG_LEVEL,
    connectTimeoutMs: read.STAMPEDE_CONNECT_TIMEOUT_MS,
    poolWaitMs: read.STAMPEDE_POOL_WAIT_MS,
    statementTimeoutMs: read.STAMPEDE_STATEMENT_TIMEOUT_MS,
    redisUnavailable: read.STAMPEDE_REDIS_UNAVAILABLE,
    ours: splitList(read.STAMPEDE_OURS),
    strategyFile: read.STAMPEDE_STRATEGY_FILE,
    strategyFiles: read.STAMPEDE_STRATEGY_FILES,
    stepTimeoutMs: read.STAMPEDE_STEP_TIMEOUT_MS,
    allowFaults: read.STAMPEDE_ALLOW_FAULTS,
  };
}

function faultOf(issue: z.core.$ZodIssue, env: Environment): SettingsFault {
  const name = String(issue.path[0]);
  // A rejected token may be only one letter away from the right one.
  const found = name === 'STAMPEDE_TOKEN' ? '(not shown)' : JSON.stringify(withoutPassword(env[name] ?? ''));
  return { name, expected: issue.message, found };
}

/** The found value is printed and perhaps logged: `//user:secret@` never is. */
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
