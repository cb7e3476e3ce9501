import { SETTINGS_SCHEMA } from './settings';

type SettingName = keyof typeof SETTINGS_SCHEMA.shape;

const SECTIONS = {
  servers: 'Servers and shops',
  web: 'The web',
  shop: 'The shop',
  floods: 'Floods',
  times: 'Timeouts and logs',
  machine: 'This machine',
  launcher: 'Set by the launcher for the processes that it starts',
} as const;

interface SettingWords {
  section: keyof typeof SECTIONS;
  /** Its meaning, in a sentence or two. */
  means: string;
  /** What happens if it is not set, when there is no default value. */
  unset?: string;
}

/** Every setting of the schema, in the order of the page. */
const WORDS: Readonly<Record<SettingName, SettingWords>> = {
  DATABASE_URL: { section: 'servers', means: 'Postgres.', unset: 'a server of its own' },
  DATABASE_DIRECT_URL: { section: 'servers', means: 'The address of the server itself, if `DATABASE_URL` leads through a transaction pooler; for what needs a session of its own (floods, labs, searches).', unset: '`DATABASE_URL`' },
  REDIS_URLS: { section: 'servers', means: 'Redis. Redlock needs five servers.', unset: 'five servers of its own' },
  SHOP_URLS: { section: 'servers', means: 'Shops that are already running.', unset: 'shops of its own' },
  EVENT_BUS: { section: 'servers', means: 'Where the events of `event-sourced` go: `nats` sends them over NATS JetStream, one bus for all replicas.' },
  NATS_URL: { section: 'servers', means: 'Read only with `EVENT_BUS=nats`.', unset: 'a server of its own' },
  HOST: { section: 'web', means: 'Where the web listens; `0.0.0.0` opens it to the network.' },
  PORT: { section: 'web', means: 'The port of the web; a free one when it is taken, and with 0.' },
  STAMPEDE_TOKEN: { section: 'web', means: "The instructor's token.", unset: 'created at the start, and kept in the state folder' },
  STAMPEDE_TRUSTED_PROXIES: { section: 'web', means: 'Proxies in front of the web whose X-Forwarded-For is trusted.' },
  STAMPEDE_CALLS_PER_MINUTE: { section: 'web', means: 'Calls from one address per minute, if the web listens beyond loopback; 0 means no limit.' },
  STAMPEDE_SHOP_STRATEGY: { section: 'shop', means: 'The strategy that `POST /api/purchase` sells with.' },
  STAMPEDE_PURCHASES_PER_USER: { section: 'shop', means: 'Purchases of one user in a window; 0 is no limit.' },
  STAMPEDE_PURCHASES_PER_IP: { section: 'shop', means: 'Purchases of one address in a window; 0 is no limit.' },
  STAMPEDE_PURCHASE_WINDOW_S: { section: 'shop', means: 'The length of that window, in seconds.' },
  STAMPEDE_REPLICAS: { section: 'floods', means: 'Shops that the launcher starts.' },
  STAMPEDE_POOL_SIZE: { section: 'floods', means: 'Database connections of each shop.' },
  STAMPEDE_MAX_BUYERS: { section: 'floods', means: 'The maximum number of buyers in a flood.' },
  STAMPEDE_MAX_CONCURRENCY: { section: 'floods', means: 'The maximum number of purchases under way at once.' },
  STAMPEDE_QUEUE_LIMIT: { section: 'floods', means: 'The maximum number of floods that wait behind the running one.' },
  STAMPEDE_CONNECT_TIMEOUT_MS: { section: 'times', means: 'How long Postgres may take to accept a connection.' },
  STAMPEDE_POOL_WAIT_MS: { section: 'times', means: 'How long a purchase waits for a free connection; 0 is for ever.' },
  STAMPEDE_STATEMENT_TIMEOUT_MS: { section: 'times', means: 'How long a statement may run; 0 is for ever.' },
  STAMPEDE_STEP_TIMEOUT_MS: { section: 'times', means: 'How long a strategy from a file may be idle between two steps, or block its process; `--step-timeout` sets it in seconds.' },
  STAMPEDE_DRAIN_MS: { section: 'times', means: 'How long a stopping process still accepts requests while it reports that it is not ready.' },
  STAMPEDE_STOP_WITHIN_MS: { section: 'times', means: 'How long running requests then have to finish.' },
  STAMPEDE_SLOW_MS: { section: 'times', means: 'The duration from which a request is logged as slow.' },
  STAMPEDE_LOG_LEVEL: { section: 'times', means: 'What is logged.' },
  STAMPEDE_STATE_DIR: { section: 'machine', means: 'Data, logs and ports; a relative path starts at the project.' },
  STAMPEDE_POSTGRES_PORT: { section: 'machine', means: 'The first choice; a free port when it is taken.' },
  STAMPEDE_REDIS_PORT: { section: 'machine', means: 'The first of five; free ports when they are taken.' },
  STAMPEDE_SHOP_PORT: { section: 'machine', means: "The first of the shops' ports; free ones when they are taken." },
  STAMPEDE_NO_INSTALL: { section: 'machine', means: "1 forbids asking the system's package manager for Redis and other programs." },
  CHROMIUM_PATH: { section: 'machine', means: 'The browser of the page tests.', unset: 'looked for' },
  PATH: { section: 'machine', means: 'Where programs are looked for.' },
  STAMPEDE_SHOP_INDEX: { section: 'launcher', means: 'The number of this replica.' },
  STAMPEDE_OURS: { section: 'launcher', means: 'What Stampede started itself and may therefore break: `postgres`, `redis`, `shops`.' },
  STAMPEDE_ALLOW_FAULTS: { section: 'launcher', means: 'Whether faults may be injected into this shop.' },
  STAMPEDE_REDIS_UNAVAILABLE: { section: 'launcher', means: 'Why there is no Redis, as a sentence.', unset: 'there is one' },
  STAMPEDE_STRATEGY_FILE: { section: 'launcher', means: 'The strategy from a file that this shop sells with, as JSON.', unset: 'the built-in ones' },
  STAMPEDE_STRATEGY_FILES: { section: 'launcher', means: 'The file that lists the strategies from files which this web shows, with the URLs of their shops.', unset: 'none' },
};

const INTRODUCTION = `# Settings

Generated from the schema in \`src/config/settings.ts\` by \`npx vitest run src/config/settings-page.test.ts -u\`; not to be edited by hand.

Everything is a variable of the environment; an empty one counts as unset. All mistakes are reported at once, by name, and nothing is started then.
`;

/** docs/settings.md: all settings with their values and defaults, from the schema. */
export function settingsPage(): string {
  const names = Object.keys(WORDS) as SettingName[];
  const sections = Object.entries(SECTIONS).map(([section, title]) => {
    const rows = names.filter((name) => WORDS[name].section === section).map((name) => rowOf(name, WORDS[name]));
    return `## ${title}\n\n| variable | default | takes | meaning |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return [INTRODUCTION, ...sections].join('\n');
}

const rowOf = (name: SettingName, { means, unset }: SettingWords): string => `| \`${name}\` | ${unset ?? defaultOf(name)} | ${takenBy(name)} | ${means} |`;

function defaultOf(name: SettingName): string {
  const value = SETTINGS_SCHEMA.shape[name].parse(undefined);
  if (value === null || value === '') return '';
  return `\`${typeof value === 'boolean' ? Number(value) : String(value)}\``;
}

/** A value that no setting accepts: the schema's error message describes the accepted values. */
const TAKEN_BY_NONE = '\u0000';

const takenBy = (name: SettingName): string => SETTINGS_SCHEMA.shape[name].safeParse(TAKEN_BY_NONE).error?.issues[0]?.message ?? 'any text';
