import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { readSettings } from '@/config/settings';
import { elsewhereFor } from '@/services/postgres-home';
import { provideServices } from '@/services/provide-services';
import { shareWebs } from './shared-webs';
import { templateDatabase } from './database-copies';

declare module 'vitest' {
  interface ProvidedContext {
    /** A Postgres whose user may create databases; make a throw-away one for each test file. */
    databaseUrl: string;
    /** Five servers. */
    redisUrls: string[];
    /** The template of throw-away databases. */
    templateDatabase: string;
    /** The URL at which a worker gets its web. */
    sharedWebsUrl: string;
  }
}

/**
 * Provides Postgres and Redis for the tests: those from the environment, as in CI, else fresh ones in a folder of
 * their own, so that the tests never meet the data or the servers of an `npm start` beside them.
 */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const stateDir = mkdtempSync(join(tmpdir(), 'stampede-test-'));
  // If we are root, Postgres runs as another user, who needs access.
  chmodSync(stateDir, 0o755);
  const lines: string[] = [];
  const remove = () => {
    rmSync(stateDir, { recursive: true, force: true });
    rmSync(elsewhereFor(stateDir), { recursive: true, force: true });
  };
  try {
    const services = await provideServices(
      { redis: 'required', shops: 0, prepareDatabase: () => Promise.resolve() },
      { ...readSettings(), stateDir },
      (line) => lines.push(line),
    );
    const { databaseUrl } = services;
    const redisUrls = 'urls' in services.redis ? services.redis.urls : [];
    const template = await templateDatabase(databaseUrl);
    const webs = await shareWebs({ databaseUrl, redisUrls, template: template.name });
    project.provide('databaseUrl', databaseUrl);
    project.provide('redisUrls', redisUrls);
    project.provide('templateDatabase', template.name);
    project.provide('sharedWebsUrl', webs.url);
    return async () => {
      await webs.stop();
      // Nothing of ours stays on a server from the environment.
      await template.drop();
      await services.stop();
      remove();
    };
  } catch (error) {
    remove();
    throw new Error(`The tests need Postgres and Redis, and could not get them. Before that: ${lines.join('; ')}`, { cause: error });
  }
}
