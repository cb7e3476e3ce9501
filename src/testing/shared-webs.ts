import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { startWebAndShops } from './start-web-and-shops';
import { copyOf } from './database-copies';

export interface SharedWebs {
  /** `GET` on `<url>/<worker>` answers with that worker's web, which is started on the first request. */
  url: string;
  stop(): Promise<void>;
}

/** Generous limits, because a file's calls and purchases must not use up the next file's. Three purchases for each buyer, so that a test can exceed the limit. */
const SETTINGS = { STAMPEDE_PURCHASES_PER_USER: '3', STAMPEDE_PURCHASES_PER_IP: '0', STAMPEDE_CALLS_PER_MINUTE: '0' };

/**
 * One web for each worker of the tests instead of one for each file. A worker runs one file at a time, so floods, visitors and live
 * counts of two files never mix, and no file has to wait for a lock. Here and not in the workers, which end with each file.
 */
export async function shareWebs({ databaseUrl, redisUrls, template }: { databaseUrl: string; redisUrls: string[]; template: string }): Promise<SharedWebs> {
  const webs = new Map<string, ReturnType<typeof startWebAndShops>>();
  const webOf = (worker: string) => {
    const known = webs.get(worker);
    if (known) return known;
    const started = copyOf(databaseUrl, template).then((database) => startWebAndShops(database, { redisUrls, env: SETTINGS }));
    webs.set(worker, started);
    return started;
  };
  const server = createServer((request, response) => {
    webOf(request.url ?? '').then(
      ({ stop: _ours, ...address }) => response.end(JSON.stringify(address)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      await Promise.all([...webs.values()].map(async (starting) => (await starting.catch(() => null))?.stop()));
    },
  };
}
