import { expect, it } from 'vitest';
import { refusedCommand } from '@/testing/cli-in-process';
import { registerChaos } from './chaos';

const NOTHING_GIVEN = { DATABASE_URL: null, REDIS_URLS: null, SHOP_URLS: null, NATS_URL: null };

it.each([
  ['DATABASE_URL', 'postgres://somebody:secret@127.0.0.1:1/theirs'],
  ['REDIS_URLS', 'redis://127.0.0.1:1'],
  ['SHOP_URLS', 'http://127.0.0.1:1'],
])('chaos is never run on servers that were given by %s: exit code 64 and a message, without connecting to them', async (name, value) => {
  const { code, stdout, stderr } = await refusedCommand(['chaos', '--quick'], [registerChaos], { ...NOTHING_GIVEN, [name]: value });
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
  expect(stderr).toContain(`${name} names some that Stampede did not start`);
  expect(stderr).toContain('Nothing was started.');
  expect(stderr).not.toContain('secret');
});

it('an unknown fault is named, and so are those that chaos has', async () => {
  const { code, stderr } = await refusedCommand(['chaos', '--only', 'kill-shop,earthquake'], [registerChaos], NOTHING_GIVEN);
  expect(code).toBe(64);
  expect(stderr).toMatch(/earthquake.*kill-shop, kill-web.*hang-ups.*Nothing was started/s);
});
