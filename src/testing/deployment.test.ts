import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '@/config/project-root';
import { readSettings } from '@/config/settings';

const read = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');

interface Service {
  command?: string[];
  environment?: Record<string, string | number | null>;
  healthcheck?: unknown;
  depends_on?: Record<string, { condition: string }>;
  ports?: string[];
  deploy?: { replicas: number };
}

interface Production extends Service {
  profiles?: string[];
  networks?: string[];
  read_only?: boolean;
  restart?: string;
  stop_grace_period?: string;
  volumes?: string[];
  deploy?: { replicas: number; resources?: { limits?: object } };
}

/** As compose fills in `${NAME:-default}` when the variable is not set. */
const filledIn = (text: string): string => text.replace(/\$\{\w+:-([^}]*)\}/g, '$1');

describe('docker-compose.yml', () => {
  const { services } = parse(filledIn(read('docker-compose.yml')), { merge: true }) as { services: Record<string, Service> };

  it('has a Postgres, five Redis, shops as replicas, the migration and the web', () => {
    const names = ['migrate', 'postgres', 'redis-1', 'redis-2', 'redis-3', 'redis-4', 'redis-5', 'shop', 'web'];
    expect(Object.keys(services).sort()).toEqual(names);
    expect(services.shop?.deploy?.replicas).toBe(2);
  });

  it.each(['shop', 'web', 'migrate'])('gives %s settings that its process accepts, and services that exist', (name) => {
    const environment = Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [key, String(value)]);
    const settings = readSettings(Object.fromEntries(environment) as Record<string, string>);
    const hosts = [settings.databaseUrl ?? '', ...(settings.redisUrls ?? [])].map((url) => new URL(url).hostname);
    expect(hosts).toHaveLength(6);
    for (const host of hosts) expect(services).toHaveProperty([host]);
  });

  it('gives the web as many shop URLs as there are replicas', () => {
    const { environment, ports } = services.web ?? {};
    expect(readSettings({ SHOP_URLS: String(environment?.SHOP_URLS) }).shopUrls).toHaveLength(services.shop?.deploy?.replicas ?? 0);
    expect(ports).toEqual(['127.0.0.1:3000:3000']);
  });

  it('checks the health of every long-running service, and waits for what it needs', () => {
    for (const [name, service] of Object.entries(services)) {
      if (name !== 'migrate' && !name.startsWith('redis')) expect(service, name).toHaveProperty('healthcheck');
      for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(services, `${name} needs ${needed}`).toHaveProperty([needed]);
        if (condition === 'service_healthy') expect(services[needed], needed).toHaveProperty('healthcheck');
      }
    }
  });
});

describe('docs/deploy/docker-compose.production.yml', () => {
  const text = read('docs/deploy/docker-compose.production.yml');
  /** As compose does: a default where there is one, and what was given where it is required. */
  const filled = text.replace(/\$\{POSTGRES_PASSWORD:\?[^}]*\}/g, 'secret').replace(/\$\{STAMPEDE_TOKEN:\?[^}]*\}/g, 'a-long-enough-token').replace(/\$\{\w+:-([^{}]*)\}/g, '$1');
  const { services, networks, volumes } = parse(filled, { merge: true }) as { services: Record<string, Production>; networks: Record<string, { internal?: boolean }>; volumes: object };
  const names = Object.keys(services);
  const settingsOf = (name: string) => readSettings(Object.fromEntries(Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [key, String(value ?? '')])));

  it('has shops behind a balancer, the web, Postgres, five Redis servers, and NATS as a profile', () => {
    expect(names.sort()).toEqual(['balancer', 'migrate', 'nats', 'postgres', 'redis-1', 'redis-2', 'redis-3', 'redis-4', 'redis-5', 'shop', 'web']);
    expect(services.nats?.profiles).toEqual(['nats']);
    expect(text).toContain('./haproxy.cfg:');
    // The balancer looks up the service by that name.
    expect(read('docs/deploy/haproxy.cfg')).toMatch(/server-template shop \d+ shop:4001/);
  });

  it('requires the password and the token, and has no default for either', () => {
    expect(text).not.toMatch(/\$\{(POSTGRES_PASSWORD|STAMPEDE_TOKEN)(:-|\})/);
    expect(settingsOf('web').instructorToken).toBe('a-long-enough-token');
    for (const other of ['shop', 'migrate']) expect(settingsOf(other).instructorToken).toBeNull();
  });

  it('publishes only the web, and keeps the rest on an internal network', () => {
    expect(names.filter((name) => services[name]?.ports)).toEqual(['web']);
    for (const name of names) expect(services[name]?.networks, name).toEqual(name === 'web' ? ['inside', 'outside'] : ['inside']);
    expect(networks.inside?.internal).toBe(true);
  });

  it('limits, restarts and hardens every long-running service', () => {
    for (const name of names) {
      const service = services[name];
      expect(service?.deploy?.resources?.limits, name).toHaveProperty('memory');
      expect(service?.read_only, name).toBe(true);
      expect(service?.restart, name).toBe(name === 'migrate' ? 'no' : 'unless-stopped');
      for (const volume of service?.volumes ?? []) if (!volume.startsWith('.')) expect(volumes).toHaveProperty([volume.split(':')[0] ?? '']);
      for (const [needed, { condition }] of Object.entries(service?.depends_on ?? {})) {
        expect(services).toHaveProperty([needed]);
        if (condition === 'service_healthy') expect(services[needed], needed).toHaveProperty('healthcheck');
      }
    }
  });

  it.each(['shop', 'web', 'migrate'])('gives %s settings that its process accepts, and longer to stop than it needs', (name) => {
    const settings = settingsOf(name);
    expect(new URL(settings.databaseUrl ?? '').hostname).toBe('postgres');
    expect(settings.redisUrls?.map((url) => new URL(url).hostname)).toEqual(names.filter((other) => other.startsWith('redis-')));
    expect(parseInt(services[name]?.stop_grace_period ?? '0', 10) * 1_000).toBeGreaterThan(settings.drainMs + settings.stopWithinMs);
    expect(settings.statementTimeoutMs).toBeGreaterThan(0);
  });

  it('gives the web as many shop URLs as there are replicas', () => {
    expect(settingsOf('web').shopUrls).toHaveLength(services.shop?.deploy?.replicas ?? 0);
  });
});

describe('Dockerfile', () => {
  it('copies only existing files or results of its own build, and does not run as root', () => {
    const text = read('Dockerfile');
    const copied = [...text.matchAll(/^COPY (?:--from=build )?(?:--chown=\S+ )?(.+) \S+$/gm)]
      .flatMap(([, sources = '']) => sources.split(' '))
      .filter((source) => !source.startsWith('--from=packages') && source !== '.')
      .map((source) => source.replace('/app/', ''))
      .filter((source) => !['.stampede/build', '.next', 'node_modules'].includes(source));
    expect(copied.length).toBeGreaterThan(4);
    for (const path of copied) expect(existsSync(join(projectRoot(), path)), path).toBe(true);
    expect(text).toMatch(/^USER node$/m);
    expect(text).not.toMatch(/npm install/);
  });
});

describe('the workflow', () => {
  const { jobs } = parse(read('.github/workflows/ci.yml')) as {
    jobs: { test: { strategy: { matrix: { node: number[] } }; env: Record<string, string>; steps: { run?: string }[]; services: object } };
  };

  it('runs the tests and the check on the supported Node versions, with valid settings', () => {
    expect(jobs.test.strategy.matrix.node).toEqual([20, 22]);
    expect(readSettings(jobs.test.env).redisUrls).toHaveLength(5);
    expect(Object.keys(jobs.test.services)).toHaveLength(6);
    const commands = jobs.test.steps.flatMap(({ run }) => run ?? []);
    expect(commands).toEqual(expect.arrayContaining(['npm test']));
  });

  it('runs the long tests every night', () => {
    const nightly = parse(read('.github/workflows/nightly.yml')) as { on: { schedule: object[] }; jobs: { long: { steps: { run?: string }[] } } };
    expect(nightly.on.schedule).toHaveLength(1);
    expect(nightly.jobs.long.steps.flatMap(({ run }) => run ?? [])).toContain('npm run test:long');
  });
});
