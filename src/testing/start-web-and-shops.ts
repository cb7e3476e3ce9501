import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '@/config/project-root';
import { ensureBuild } from '@/services/bootstrap/ensure-build.mjs';
import { ensureWebBuild } from '@/services/bootstrap/ensure-web-build.mjs';
import { freePort } from '@/services/free-port';
import { startShops } from '@/services/shop-servers';
import { startWeb } from '@/services/web-server';
import type { ThrowAwayDatabase } from './database-copies';

const SHOPS = 2;

/** The address of a web under test; plain data, so that it can be sent between processes. */
export interface WebAddress {
  url: string;
  databaseUrl: string;
  shopUrls: string[];
  /** Its own state folder; deleted with it. */
  stateDir: string;
  /** One of the shops, for sales by a process other than the web. */
  shopUrl: string;
}

export interface WebStart {
  /** Where it listens; only on loopback by default. */
  host?: string;
  /** The instructor's token. */
  token?: string | null;
  redisUrls: string[];
  /** Further settings of the web. */
  env?: Record<string, string>;
}

/** Starts two shops and the built web on free ports and on this database; builds first when the sources have changed since. */
export async function startWebAndShops(database: ThrowAwayDatabase, { host = '127.0.0.1', token = null, redisUrls, env = {} }: WebStart): Promise<WebAddress & { stop(): Promise<void> }> {
  const root = projectRoot();
  await ensureBuild(root);
  await ensureWebBuild(root);
  const stateDir = mkdtempSync(join(tmpdir(), 'stampede-web-'));
  const redis = { urls: redisUrls };
  const shops = await startShops({ count: SHOPS, firstPort: null, stateDir, databaseUrl: database.url, redis, poolSize: 10, natsUrl: null, env });
  const services = { databaseUrl: database.url, redis, shopUrls: shops.urls, ours: ['shops'] };
  // No preference: any free port.
  const port = await freePort(0, [0]);
  const web = await startWeb({ mode: 'start', host, port, services, env, settings: { stateDir, drainMs: 0, stopWithinMs: 10_000, instructorToken: token } }, () => undefined);
  return {
    url: web.url,
    databaseUrl: database.url,
    shopUrls: shops.urls,
    stateDir,
    shopUrl: shops.urls[0] ?? '',
    stop: async () => {
      await web.stop();
      await shops.stop();
      await database.drop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}
