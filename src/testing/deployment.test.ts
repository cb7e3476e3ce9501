import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '@/config/project-root';
import { readSettings } from '@/config/settings';

const read = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');

interface Service {
  command?: string[];
  environment?: Record<string, string | number>;
  healthcheck?: unknown;
  depends_on?: Record<string, { condition: string }>;
  ports?: string[];
  deploy?: { replicas: number };
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

  it.each(['shop', 'web', 'migrate'])('gives %s settings that its process takes, and services that exist', (name) => {
    const environment = Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [key, String(value)]);
    const settings = readSettings(Object.fromEntries(environment) as Record<string, string>);
    const hosts = [settings.databaseUrl ?? '', ...(settings.redisUrls ?? [])].map((url) => new URL(url).hostname);
    expect(hosts).toHaveLength(6);
    for (const host of hosts) expect(services).toHaveProperty([host]);
  });

  it('names as many shops to the web as there are replicas', () => {
    const { environment, ports } = services.web ?? {};
    expect(readSettings({ SHOP_URLS: String(environment?.SHOP_URLS) }).shopUrls).toHaveLength(services.shop?.deploy?.replicas ?? 0);
    expect(ports).toEqual(['127.0.0.1:3000:3000']);
  });

  it('checks the health of everything that stays, and waits for what it needs', () => {
    for (const [name, service] of Object.entries(services)) {
      if (name !== 'migrate' && !name.startsWith('redis')) expect(service, name).toHaveProperty('healthcheck');
      for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(services, `${name} needs ${needed}`).toHaveProperty([needed]);
        if (condition === 'service_healthy') expect(services[needed], needed).toHaveProperty('healthcheck');
      }
    }
  });
});

describe('Dockerfile', () => {
  it('copies only what is there or what its own build makes, and does not run as root', () => {
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

  it('runs the tests and the check on the Nodes that we support, with settings that are taken', () => {
    expect(jobs.test.strategy.matrix.node).toEqual([20, 22]);
    expect(readSettings(jobs.test.env).redisUrls).toHaveLength(5);
    expect(Object.keys(jobs.test.services)).toHaveLength(6);
    const commands = jobs.test.steps.flatMap(({ run }) => run ?? []);
    expect(commands).toEqual(expect.arrayContaining(['npm test']));
  });
});
