import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { startCli } from '@/testing/cli';
import { everyCommandHasLetGo } from '@/testing/let-go';
import { sharedWeb, type WebAddress } from '@/testing/web-under-test';

let web: WebAddress;
let env: Record<string, string>;
beforeAll(async () => {
  web = await sharedWeb();
  env = { DATABASE_URL: web.databaseUrl, REDIS_URLS: inject('redisUrls').join(','), SHOP_URLS: web.shopUrls.join(',') };
}, 600_000);
afterAll(() => everyCommandHasLetGo(web.databaseUrl));

/** A command whose output the test reads by itself, or leaves unread. */
function start(args: readonly string[]): ChildProcess {
  const { child, result } = startCli(args, env);
  // `startCli` collects both outputs, and one is cut off here.
  result.catch(() => undefined);
  return child;
}

/** Runs it as `| head -1` does: the reader goes after the first line. */
async function readOneLine(args: readonly string[]): Promise<{ code: unknown; stderr: string }> {
  const child = start(args);
  child.stdout?.once('data', () => child.stdout?.destroy());
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as unknown[];
  return { code, stderr };
}

const flood = ['--buyers', '400', '--stock', '5', '--concurrency', '20', '--think-ms', '10', '--ndjson'];

it('ends a flood whose reader has gone normally, with the code of its verdict', async () => {
  const safe = await readOneLine(['flood', '--strategy', 'conditional-update', ...flood]);
  expect(safe.code, safe.stderr).toBe(0);
  expect(safe.stderr).toContain('exit 0: pass');
  expect(safe.stderr).not.toMatch(/EPIPE|unexpected/);
  const noControl = await readOneLine(['flood', '--strategy', 'naive', ...flood, '--concurrency', '1', '--buyers', '20', '--stock', '15']);
  expect(noControl.code, noControl.stderr).toBe(3);
});

it('ends a list whose reader has gone with 0', async () => {
  const { code, stderr } = await readOneLine(['list']);
  expect(code).toBe(0);
  expect(stderr).not.toMatch(/EPIPE|unexpected/);
});

it('goes on when its progress lines are not read', async () => {
  const child = start(['flood', '--strategy', 'conditional-update', ...flood]);
  child.stderr?.destroy();
  child.stdout?.resume();
  expect(await once(child, 'exit')).toEqual([0, null]);
});
