import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '@/config/project-root';
import { apiClient, NO_RUN, SMALL_FLOOD } from '@/testing/api-client';
import { launchChromium } from '@/testing/browser';
import { sharedWeb, type WebAddress } from '@/testing/web-under-test';

let web: WebAddress;
let browser: Browser;
let runId: string;
beforeAll(async () => {
  web = await sharedWeb();
  browser = await launchChromium();
  const api = apiClient(web.url);
  const run = await api.flood(SMALL_FLOOD);
  await api.eventsOf(run.id);
  runId = run.id;
}, 300_000);
afterAll(() => browser.close());

/** What stands for the variable part of a page's address. */
const EXAMPLES: Readonly<Record<string, () => string>> = { '/runs/[id]': () => `/runs/${runId}`, '/shop/[id]': () => '/shop/1' };

/** Every page that there is, also those that come later. */
const PAGES = readdirSync(join(projectRoot(), 'src', 'app'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /(^|\/)page\.tsx$/.test(path))
  .map((path) => `/${path.replace(/\/?page\.tsx$/, '')}`);

interface Findings {
  status: number;
  policy: string;
  violations: string[];
  errors: string[];
  hydrated: boolean;
}

/** Opens a page and waits until React has taken it over, or cannot. */
async function open(path: string): Promise<Findings> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 404/.test(message.text())) errors.push(message.text());
  });
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    document.addEventListener('securitypolicyviolation', (event) => seen.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
  });
  const response = await page.goto(web.url + path);
  const isHydrated = (): Promise<boolean> => page.evaluate(() => [...document.querySelectorAll('main *, h1')].some((element) => Object.keys(element).some((key) => key.startsWith('__reactFiber'))));
  await expect.poll(isHydrated, { timeout: 30_000 }).toBe(true);
  // Fonts, pictures and the streams of events come after that.
  await page.waitForLoadState('load');
  const violations = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  await context.close();
  return { status: response?.status() ?? 0, policy: response?.headers()['content-security-policy'] ?? '', violations, errors, hydrated: true };
}

test.each(PAGES)('the page %s works under a policy that runs no script without its nonce', async (page) => {
  const path = (EXAMPLES[page] ?? (() => page))();
  expect(path, 'an example for this page').not.toContain('[');
  expect(await open(path)).toMatchObject({ violations: [], errors: [], hydrated: true });
});

test.each(['/nothing-here', `/runs/${NO_RUN}`, '/runs/nonsense'])('what is not there is 404 with a page that works, too: %s', async (path) => {
  expect(await open(path)).toMatchObject({ status: 404, violations: [], errors: [] });
});

test('each reply has a nonce of its own, scripts need it, and nothing unsafe is let in for them', async () => {
  const policies = (await Promise.all([1, 2].map(() => fetch(web.url)))).map(({ headers }) => headers.get('content-security-policy') ?? '');
  expect(new Set(policies).size).toBe(2);
  for (const policy of policies) {
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1];
    expect(scripts).toMatch(/^'self' 'nonce-[\w+/]{22}==' 'strict-dynamic'$/);
    for (const rule of ["object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"]) expect(policy).toContain(rule);
  }
  expect((await fetch(`${web.url}/api/strategies`)).headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
});

test('a script injected into a page does not run', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(web.url);
  await page.evaluate(() => {
    Object.assign(window, { refused: 0 });
    document.addEventListener('securitypolicyviolation', () => Object.assign(window, { refused: (window as unknown as { refused: number }).refused + 1 }));
    const holder = document.createElement('div');
    holder.innerHTML = '<img src="data:," onerror="window.smuggled = true"><a id="trap" href="javascript:window.smuggled = true">x</a>';
    document.body.append(holder);
    document.getElementById('trap')?.click();
  });
  await expect.poll(() => page.evaluate(() => (window as unknown as { refused: number }).refused)).toBe(2);
  expect(await page.evaluate(() => 'smuggled' in window)).toBe(false);
  await context.close();
});

test.each(['/', '/lab', '/icon.svg', '/nothing', '/api/strategies', '/api/nothing', '/api/stock/%ff', '/api/floods/x', '/_next/static/nothing.js', '/api/health', '/api/metrics'])('X-Response-Time and a request id are on %s', async (path) => {
  const { headers } = await fetch(web.url + path, { headers: { 'x-request-id': 'mine' } });
  expect(headers.get('x-response-time')).toMatch(/^\d+\.\dms$/);
  expect(headers.get('x-request-id')).toBe('mine');
});

test.each(['/', '/lab', '/nothing', `/runs/${NO_RUN}`, '/_next/data/x/y.json', '/API/floods'])('what only asks for a part of a page is no failure of the server, however it is written: %s', async (path) => {
  const whole = await fetch(web.url + path, { headers: { rsc: '1' } });
  for (const tree of ['[[[[', '%', 'x', '%5B%22%22%5D', '%7B%7D', '%5B%5B%5B']) {
    const headers = { rsc: '1', 'next-router-state-tree': tree, 'next-router-prefetch': '2', 'next-url': '%' };
    expect((await fetch(web.url + path, { headers })).status, tree).toBe(whole.status);
  }
  expect(whole.status).toBeLessThan(500);
});

test('a page is compressed, and a stream of events is neither compressed nor held back', async () => {
  expect((await fetch(`${web.url}/`, { headers: { 'accept-encoding': 'gzip' } })).headers.get('content-encoding')).toBe('gzip');
  const leaving = new AbortController();
  const live = await fetch(`${web.url}/api/live`, { headers: { 'accept-encoding': 'gzip' }, signal: leaving.signal });
  expect([live.headers.get('content-encoding'), live.headers.get('x-response-time')]).toEqual([null, expect.stringMatching(/ms$/)]);
  const reader = live.body?.pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  while (!seen.includes('watching')) seen += (await reader?.read())?.value ?? '';
  leaving.abort();
  // A reader that has left is not counted any more.
  await expect.poll(async () => (await (await fetch(`${web.url}/api/metrics`)).text()).includes('stampede_event_streams{replica="web"} 0'), { timeout: 20_000 }).toBe(true);
});
