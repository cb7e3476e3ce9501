import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { waitUntil } from '@/domain/wait-until';
import { temporaryStateDir } from '@/testing/launcher-process';
import { freePort } from './free-port';
import { guardWeb, type GuardedWeb } from './guard-web';
import { ServiceMissingError } from './service-missing-error';
import { spawnService } from './spawn-service';
import { stopProcess } from './stop-process';
import { answers, type WebServer } from './web-server';

const PLAN = { restarts: 2, steadyMs: 60_000, everyMs: 20, refusedMs: 1_000 };

let folder: string;
let remove: () => void;
let ending: AbortController;
let pids: number[];
let log: string[];
const webs: WebServer[] = [];

beforeEach(() => {
  ({ stateDir: folder, remove } = temporaryStateDir());
  [ending, pids, log] = [new AbortController(), [], []];
});
afterEach(async () => {
  ending.abort();
  for (const web of webs.splice(0)) await web.stop();
  remove();
});

/** Any server in a separate process will do as a web. */
async function startOn(port: number): Promise<WebServer> {
  const program = `require('node:http').createServer((_, answer) => answer.end('up')).listen(${String(port)}, '127.0.0.1')`;
  const service = await spawnService({ command: process.execPath, args: ['-e', program], logFile: join(folder, 'web.log') });
  pids.push(service.identity.pid);
  const url = `http://127.0.0.1:${String(port)}`;
  const web = { url, port, pid: service.identity.pid, hasEnded: service.hasEnded, stop: () => stopProcess(service.identity).then(() => undefined) };
  webs.push(web);
  await waitUntil('the web answers', () => answers(url), { within: 10_000 });
  return web;
}

const guard = (place: GuardedWeb, start = startOn) => guardWeb(place, start, (line) => log.push(line), ending.signal, PLAN);
const killLatest = () => process.kill(pids.at(-1) ?? 0, 'SIGKILL');

it('restarts a killed web on its port, says so once, and stops at the signal', async () => {
  const place = { server: await startOn(await freePort(0)) };
  const { port, url } = place.server;
  const guarding = guard(place);
  killLatest();
  await waitUntil('there is a second web', () => !place.server.hasEnded() && pids.length >= 2, { within: 10_000 });
  expect(await answers(url)).toBe(true);
  expect(log).toEqual([`the web has ended: restarting it on port ${String(port)}`]);
  ending.abort();
  expect(await guarding).toBeNull();
  expect(place.server.hasEnded()).toBe(false);
});

it('gives up a web that keeps ending, with the reason', async () => {
  const place = { server: await startOn(await freePort(0)) };
  const guarding = guard(place, () => Promise.reject(new Error('the page is broken')));
  killLatest();
  const reason = await guarding;
  expect(reason).toBeInstanceOf(ServiceMissingError);
  expect(reason?.message).toMatch(/ended 3 times in a row[^]*the page is broken/);
  expect(log).toHaveLength(PLAN.restarts);
});

it('treats a web that runs but no longer listens as ended', async () => {
  const deaf = createServer();
  deaf.listen(0, '127.0.0.1');
  await once(deaf, 'listening');
  const address = deaf.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const first = { url: `http://127.0.0.1:${String(port)}`, port, pid: 0, hasEnded: () => false, stop: () => Promise.resolve() };
  const place: GuardedWeb = { server: first };
  const guarding = guard(place);
  deaf.close();
  await waitUntil('there is another web', () => place.server !== first, { within: 10_000 });
  expect(await answers(first.url)).toBe(true);
  ending.abort();
  expect(await guarding).toBeNull();
});
