import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium, seriousFindings, visit } from '@/testing/browser';
import { sharedWeb, type WebAddress } from '@/testing/web-under-test';

let web: WebAddress;
let browser: Browser;
beforeAll(async () => {
  web = await sharedWeb();
  browser = await launchChromium();
}, 600_000);
afterAll(() => browser.close());

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const SLOW = { timeout: 90_000 };
const searchButton = (page: Page) => page.getByRole('button', { name: 'Search all schedules' }).filter({ visible: true });
const says = (page: Page, text: string | RegExp) => page.getByRole('heading', { level: 1 }).filter({ hasText: text }).waitFor(SLOW);
const drawn = (page: Page) => page.locator('[data-schedule]');
const sidewaysOverflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe('the explorer', { timeout: 150_000 }, () => {
  test('finds that 18 of the 20 schedules of two naive buyers go wrong, and shows the shortest', async () => {
    const { page, errors, leave } = await visit(browser, `${web.url}/explorer`);
    await says(page, 'Every schedule, on real servers. Press Search.');
    expect(await seriousFindings(page)).toEqual([]);
    await searchButton(page).click();
    await says(page, '18 of 20 schedules sell the one unit twice. The shortest needs 2 switches.');
    await page.getByText('Every schedule was run: 20.').waitFor();
    await page.locator('[aria-live=polite]', { hasText: '18 of 20 schedules' }).waitFor({ state: 'attached' });
    expect(await drawn(page).count()).toBe(20);
    expect(await page.locator('[data-end=bad]').count()).toBe(18);

    const shortest = page.getByRole('region', { name: 'The shortest that goes wrong' });
    const link = await shortest.getByRole('link', { name: 'Replay in the lab' }).getAttribute('href');
    const schedule = new URLSearchParams(link?.split('?')[1]).get('schedule') ?? '';
    expect(link).toBe(`/lab?strategy=naive&buyers=2&stock=1&replicas=2&schedule=${schedule}`);
    expect(schedule).toMatch(/^([AB]\.){5}[AB]$/);
    await shortest.getByRole('list', { name: `Who moves, move by move: ${schedule}` }).waitFor();
    await shortest.getByText('both read stock 1 and both wrote 0').waitFor();
    expect(await shortest.locator('[data-kind=step]').count()).toBe(6);
    expect(await shortest.locator('[data-kind=ended]').count()).toBe(2);

    await page.getByRole('table').getByRole('row', { name: /Naive.*all 20.*18.*2/ }).waitFor();
    expect(new URL(page.url()).search).toBe('?strategy=naive&buyers=2&stock=1&search=1');
    expect(await seriousFindings(page)).toEqual([]);
    expect(errors).toEqual([]);
    await leave();
  });

  test('shows a choice of the schedules, describes the focused one in one place, and moves by arrow keys', async () => {
    const { page, leave } = await visit(browser, `${web.url}/explorer?strategy=naive&search=1`);
    await says(page, '18 of 20');
    const detail = page.locator('[data-detail]');
    const grid = page.getByRole('group', { name: /^Schedules\./ });
    const place = () => grid.evaluate((element) => [element.getBoundingClientRect().top + window.scrollY, element.clientHeight]);
    const before = await place();
    await drawn(page).first().focus();
    await detail.getByText('goes well: 1 unit sold').waitFor();
    await page.keyboard.press('End');
    const last = drawn(page).last();
    await detail.getByText('goes wrong: oversell and lost update; 2 units sold').waitFor();
    expect(await last.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await place()).toEqual(before);
    expect(await detail.isVisible()).toBe(true);
    expect(await last.getAttribute('href')).toMatch(/^\/lab\?strategy=naive&.*schedule=/);
    await page.getByRole('button', { name: 'Only bad' }).click();
    await page.getByRole('heading', { name: '2 switches: 4 of 4 go wrong' }).waitFor();
    expect(await drawn(page).count()).toBe(18);
    expect(await page.locator('[data-end=good]').count()).toBe(0);
    await leave();
  });

  test('finds none among the 36 schedules of FOR UPDATE, and says why; keeps the results of a visit together', async () => {
    const { page, leave } = await visit(browser, `${web.url}/explorer?strategy=for-update`);
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('s');
    await says(page, 'None of all 36 schedules goes wrong.');
    await page.getByRole('region', { name: 'None goes wrong' }).getByText('Never oversells.').waitFor();
    await page.getByRole('combobox', { name: 'Strategy' }).click();
    await page.getByRole('option', { name: /^Naive/ }).first().click();
    await page.waitForURL(/strategy=naive&buyers=2&stock=1$/);
    await page.keyboard.press('Space');
    await says(page, '18 of 20');
    const rows = page.getByRole('table').getByRole('row');
    await rows.filter({ hasText: 'FOR UPDATE' }).filter({ hasText: 'none' }).waitFor();
    expect(await rows.count()).toBe(3);
    await leave();
  });

  test('is cancelled while it runs, counts what was run, and can be started again', async () => {
    const { page, leave } = await visit(browser, `${web.url}/explorer?strategy=serializable&buyers=4&schedules=20000&seconds=300&search=1`);
    await says(page, /schedules? run, /);
    await page.getByRole('button', { name: 'Cancel' }).filter({ visible: true }).click();
    await says(page, /^Cancelled after [\d,]+ schedules?; none of them had gone wrong\./);
    expect(await searchButton(page).isEnabled()).toBe(true);
    await leave();
  });
});

describe('what cannot be searched', { timeout: 120_000 }, () => {
  test('is explained in sentences, and nothing starts by itself', async () => {
    const { page, leave } = await visit(browser, `${web.url}/explorer?strategy=nix&buyers=9&search=1`);
    await page.getByText("The address asks for strategy 'nix', which does not exist; this is naive.").waitFor();
    await page.getByText('The address has buyers=9, which is not a whole number from 2 to 4; it is left at 2.').waitFor();
    await says(page, 'Press Search.');
    await page.getByRole('textbox', { name: 'Stock' }).fill('5000');
    await page.getByText('Stock is a whole number from 0 to 1,000.').waitFor();
    expect(await searchButton(page).getAttribute('aria-disabled')).toBe('true');
    await leave();
  });

  test('says what happened when it is refused, fails, or the server forgets it', async () => {
    const { page, leave } = await visit(browser, `${web.url}/explorer`);
    const refuse = { status: 429, json: { error: { code: 'too_many_labs', message: '2 searches are under way; nothing was started.' } } };
    await page.route('**/api/explorations', (route) => route.fulfill(refuse), { times: 1 });
    await searchButton(page).click();
    await page.getByRole('status').filter({ hasText: '2 searches are under way; nothing was started.' }).waitFor();
    await page.route('**/api/explorations/*', async (route) => route.fulfill({ json: { ...((await (await route.fetch()).json()) as object), status: 'failed', exploration: null, failure: 'Postgres went away.' } }), { times: 1 });
    await searchButton(page).click();
    await says(page, 'The search did not reach its end.');
    await page.getByRole('alert').filter({ hasText: 'Postgres went away.' }).waitFor();
    await page.route('**/api/explorations/*', (route) => route.fulfill({ status: 404, json: {} }), { times: 1 });
    await searchButton(page).click();
    await page.getByRole('alert').filter({ hasText: 'no longer knows this search' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await leave();
  });
});

test('fits a phone, with the button at the thumb', { timeout: 120_000 }, async () => {
  const { page, leave } = await visit(browser, `${web.url}/explorer`, PHONE);
  await searchButton(page).tap();
  await says(page, '18 of 20');
  await drawn(page).first().waitFor();
  expect(await sidewaysOverflow(page)).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
  await leave();
});

test('keeps five thousand schedules smooth by drawing only those in sight', { timeout: 120_000 }, async () => {
  const { page, leave } = await visit(browser, `${web.url}/explorer`);
  await page.route('**/api/explorations/*', async (route) => {
    const state = (await (await route.fetch()).json()) as { status: string; exploration: { orders: unknown[] } | null };
    const orders = Array.from({ length: 5_000 }, (_, index) => ({ schedule: Array.from({ length: 14 }, (__, bit) => ((index >> bit) & 1 ? 'B' : 'A')).join('.'), switches: Math.floor(index / 700), anomalies: index % 3 ? [] : ['oversell'], lostSales: 0, unitsSold: 2 }));
    if (state.exploration) state.exploration.orders = orders;
    await route.fulfill({ json: state });
  });
  await searchButton(page).click();
  await drawn(page).first().waitFor(SLOW);
  expect(await drawn(page).count()).toBeLessThan(600);
  await drawn(page).first().focus();
  await page.keyboard.press('End');
  await page.locator('[data-schedule="4999"]').waitFor();
  expect(await page.locator('[data-schedule="4999"]').evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await page.locator('[data-schedule="0"]').count()).toBe(0);
  await page.getByRole('button', { name: /^0 switches: / }).click();
  await page.locator('[data-schedule="0"]').waitFor();
  await leave();
});
