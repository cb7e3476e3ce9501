import { builtId } from '@/config/build-id';
import { isAlive } from './bootstrap/process-identity.mjs';
import { runningPostgresOf } from './postgres-server';
import { askRedis } from './redis-process';
import { recordedRedis } from './redis-servers';
import { publishedServices } from './services-file';
import { askShop } from './shop-health';
import { answers } from './web-server';

/** What is running for this project's state folder, as `services status --json` prints it. No passwords. */
export interface ServicesStatus {
  launchers: { command: string; pid: number }[];
  /** Our own; null if it is not running. */
  postgres: { port: number; pid: number; answers: boolean } | null;
  redis: { port: number; pid: number; answers: boolean }[];
  /** `current`: built from the present sources. */
  shops: { url: string; answers: boolean; current: boolean }[];
  webs: { url: string; answers: boolean }[];
}

/** Reads the status; starts and changes nothing. */
export async function servicesStatus(stateDir: string): Promise<ServicesStatus> {
  const offers = publishedServices(stateDir);
  const shopUrls = [...new Set(offers.flatMap((offer) => offer.shopUrls))];
  const webUrls = offers.flatMap(({ webUrl }) => webUrl ?? []);
  const [postgres, redis, shops, webs] = await Promise.all([
    runningPostgresOf(stateDir),
    Promise.all(
      recordedRedis(stateDir).filter(isAlive).map(async ({ port, pid }) => {
        const answer = await askRedis(`redis://127.0.0.1:${String(port)}`);
        return { port, pid, answers: typeof answer !== 'string' && answer.pid === pid };
      }),
    ),
    Promise.all(
      shopUrls.map(async (url) => {
        const health = await askShop(url);
        return { url, answers: health?.ok === true, current: health?.buildId === builtId() };
      }),
    ),
    Promise.all(webUrls.map(async (url) => ({ url, answers: await answers(url) }))),
  ]);
  const launchers = offers.map(({ command, launcher }) => ({ command, pid: launcher.pid }));
  return { launchers, postgres, redis, shops, webs };
}
