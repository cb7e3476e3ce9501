import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitUntil } from '@/domain/wait-until';
import { apiClient } from '@/testing/api-client';
import { startWebUnderTest, type WebUnderTest } from '@/testing/web-under-test';

let web: WebUnderTest;
beforeAll(async () => {
  web = await startWebUnderTest({ host: '0.0.0.0', token: null });
}, 600_000);
afterAll(() => web.stop());

test('a web that others can reach and that was given no token, as in a container, makes one and logs it at its start', async () => {
  const logged = () => /^Instructor token, .*: (\S{12,})$/m.exec(readFileSync(join(web.stateDir, 'logs', 'web.log'), 'utf8'))?.[1];
  await waitUntil('it is logged', () => logged() !== undefined);
  const { post } = apiClient(web.url);
  const put = (token: string | undefined) => post('/api/inventory', { name: 'Ticket', stock: 1 }, token === undefined ? {} : { authorization: `Bearer ${token}` });
  expect((await put(undefined)).status).toBe(401);
  expect((await put(logged())).status).toBe(201);
});
