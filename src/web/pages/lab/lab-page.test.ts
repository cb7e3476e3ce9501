import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LabState } from '@/domain/lab';
import { launchChromium, seriousFindings, visit, type Visitor } from '@/testing/browser';
import { sharedWeb, type WebAddress } from '@/testing/web-under-test';

let web: WebAddress;
let browser: Browser;
beforeAll(async () => {
  web = await sharedWeb();
  browser = await launchChromium();
}, 300_000);
afterAll(() => browser.close());

const headline = (page: Page) => page.getByRole('heading', { level: 1 });
const says = (page: Page, text: string | RegExp) => headline(page).filter({ hasText: text }).waitFor();
const buyer = (page: Page, name: string) => page.getByRole('region', { name: `Buyer ${name}`, exact: true });
const chips = (page: Page) => page.getByRole('list', { name: 'Moves so far' }).getByRole('button');
/** The address follows the moves. */
const at = (page: Page, schedule: string) => page.waitForURL((url) => (url.searchParams.get('schedule') ?? '') === schedule);

async function enter(query: string, options = {}): Promise<Visitor> {
  const visitor = await visit(browser, `${web.url}/lab${query}`, options);
  await visitor.page.locator('main[data-phase=open]').waitFor();
  return visitor;
}

/** Presses one key after another, as fast as a hand can. */
async function press(page: Page, keys: string): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

describe('the lab', { timeout: 120_000 }, () => {
  test('sells the last unit twice when both read before either writes, by the keys, and says so', async () => {
    const { page, errors, leave } = await enter('');
    await says(page, 'You are the scheduler. Press A or B.');
    await press(page, 'abaabb');
    await says(page, 'Both buyers hold an order: 2 sold of 1.');
    await at(page, 'A.B.A.A.B.B');
    expect(await chips(page).count()).toBe(6);
    await page.getByText(/both read stock 1 and both wrote 0/).waitFor();
    await buyer(page, 'B').getByText('→ stock 0').waitFor();
    expect(await page.getByRole('link', { name: 'Search all schedules' }).getAttribute('href')).toBe('/explorer?strategy=naive&buyers=2&stock=1');
    expect(await page.getByRole('link', { name: 'Flood it' }).getAttribute('href')).toBe('/?strategies=naive');

    const copied = page.url();
    const other = await enter(new URL(copied).search);
    await says(other.page, 'Both buyers hold an order: 2 sold of 1.');
    expect(await chips(other.page).count()).toBe(6);
    expect(errors).toEqual([]);
    await Promise.all([leave(), other.leave()]);
  });

  test('shows who waits for whom, goes on by itself after the commit, and goes back', async () => {
    const { page, leave } = await enter('?strategy=for-update&buyers=2&stock=1');
    await press(page, 'abab');
    await says(page, 'B waits for A. Press A.');
    await buyer(page, 'B').locator('[data-step=waiting]').getByText('waits for A, says pg_blocking_pids').waitFor();
    expect(await buyer(page, 'B').getByRole('button', { name: /Step/ }).count()).toBe(0);
    // An impossible move is explained, and nothing has happened.
    await press(page, 'b');
    await page.getByText('Buyer B is waiting for A and cannot move. Nothing was done.').waitFor();
    await press(page, 'aaa');
    await page.getByRole('status').filter({ hasText: 'B goes on: read stock and lock the row, stock 0.' }).waitFor();
    await says(page, /Press B|Who moves next/);
    const schedule = 'A.B.A.B.A.A.A';
    await at(page, schedule);
    await page.keyboard.press('ArrowLeft');
    await at(page, schedule.slice(0, -2));
    await says(page, 'B waits for A. Press A.');
    await chips(page).nth(1).click();
    await at(page, 'A.B');
    await press(page, 'r');
    await at(page, '');
    await says(page, 'You are the scheduler.');
    await leave();
  });

  test('shows a deadlock until Postgres has ended it', async () => {
    const { page, leave } = await enter('?strategy=for-update%3Acart-any-order&schedule=A.A.B.B.A');
    await press(page, 'b');
    await says(page, 'Deadlock: A and B wait for each other.');
    await page.locator('[data-step=failed]').getByText(/40P01/).waitFor();
    await leave();
  });

  test('lets time pass where a lock ends by itself', async () => {
    const { page, leave } = await enter('?strategy=setnx-no-token');
    await press(page, 'aabb');
    await says(page, 'B waits for a lock that is taken. Press A.');
    await page.getByText('would expire after 10 ms; here time passes only when you say so').waitFor();
    await press(page, 't');
    await page.getByRole('status').filter({ hasText: 'Time passes: every lock with a time limit has expired. B goes on: take the lock.' }).waitFor();
    await at(page, 'A.A.B.B.T');
    await leave();
  });

  test('plays by itself, one after the other, and stops at the end', async () => {
    const { page, leave } = await enter('?strategy=naive');
    await page.getByLabel('Speed').click();
    await page.getByRole('option', { name: 'fast' }).click();
    await page.keyboard.press(' ');
    await says(page, '2 sold of 1');
    await at(page, 'A.B.A.B.A.B');
    await leave();
  });

  test('asks before a reveal, gives the right answer, and says when a lesson was left', async () => {
    const { page, leave } = await enter('?lesson=the-lost-update');
    const next = page.getByRole('button', { name: /Next in this lesson/ });
    await next.filter({ hasText: 'A' }).click();
    await at(page, 'A');
    await page.keyboard.press('Enter');
    await at(page, 'A.B');
    await page.getByText('Before you go on: One unit is in stock').waitFor();
    await press(page, 'a');
    await page.getByText('First say what you expect').waitFor();
    expect(new URL(page.url()).searchParams.get('schedule')).toBe('A.B');
    await page.getByRole('button', { name: '1', exact: true }).click();
    await page.getByText('You say “1”. Go on, and see.').waitFor();
    // Another schedule is the visitor's choice.
    await press(page, 'b');
    await page.getByText('You left the lesson; go back to follow it').waitFor();
    await page.getByRole('button', { name: 'Back to the lesson' }).click();
    await at(page, 'A.B');
    await press(page, 'aab');
    await page.getByText('You said “1”; it is “2”.').waitFor();
    await page.getByRole('button', { name: '0', exact: true }).click();
    await page.keyboard.press('Enter');
    await page.getByText('You said “0”, and that is right.').waitFor();
    await page.getByText('a read and the write that depends on it must look like one step').waitFor();
    await leave();
  });

  test('opens another lab for another choice, gives the old one back, and leaves the keys to the lab', async () => {
    const { page, leave } = await enter('?strategy=naive&schedule=A');
    const closed = page.waitForRequest((request) => request.method() === 'DELETE');
    await page.getByLabel('Strategy').click();
    await page.getByRole('option', { name: /^FOR UPDATE pessimistic/ }).click();
    const old = (await closed).url();
    await page.waitForURL(/strategy=for-update&buyers=2&stock=1$/);
    await press(page, 'a');
    await at(page, 'A');
    expect(new URL(page.url()).searchParams.get('strategy')).toBe('for-update');
    await expect.poll(async () => (await fetch(old)).status, { timeout: 20_000 }).toBe(404);
    // Letters in a field are no moves.
    await page.getByRole('textbox', { name: 'Stock' }).press('b');
    expect(await chips(page).count()).toBe(1);
    await leave();
  });

  test('says when it was closed, and replays it', async () => {
    const { page, leave } = await visit(browser, `${web.url}/guarantees`);
    const opening = page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith('/api/labs'));
    await page.goto(`${web.url}/lab?strategy=naive&schedule=A.B`);
    const { id } = (await (await opening).json()) as LabState;
    await at(page, 'A.B');
    await page.locator('main[data-phase=open]').waitFor();
    await fetch(`${web.url}/api/labs/${id}`, { method: 'DELETE' });
    await press(page, 'a');
    await says(page, 'This lab was closed.');
    await page.getByRole('button', { name: 'Open it again' }).click();
    await at(page, 'A.B');
    await says(page, 'Who moves next?');
    await press(page, 'a');
    await at(page, 'A.B.A');
    await leave();
  });

  test('says what in an address is not available, and where a schedule ends', async () => {
    const wrong = await enter('?strategy=nope&buyers=9&schedule=A.X');
    for (const text of ["There is no strategy 'nope'", 'buyers=9 is not a whole number', 'The schedule cannot be played']) await wrong.page.getByText(text).waitFor();
    expect(wrong.page.url()).toContain('buyers=9');
    const long = await enter('?strategy=for-update&schedule=A.B.A.B.B.A');
    await long.page.getByText('Move 5 of the schedule cannot be made').waitFor();
    await Promise.all([wrong.leave(), long.leave()]);
  });
});

describe('the accessibility of the lab', { timeout: 120_000 }, () => {
  test.each(['dark', 'light'] as const)('has no serious fault in accessibility, %s', async (colorScheme) => {
    const { page, leave } = await enter('?strategy=for-update&schedule=A.B.A.B', { colorScheme });
    await says(page, 'B waits for A.');
    expect(await seriousFindings(page)).toEqual([]);
    await page.goto(`${web.url}/lab?lesson=the-lost-update&schedule=A.B`);
    await page.getByText('Before you go on').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await leave();
  });

  test('fits a phone, and one thumb can step', async () => {
    const { page, leave } = await enter('?strategy=for-update', { viewport: { width: 390, height: 844 }, hasTouch: true });
    for (const name of ['A', 'B', 'A', 'B']) await page.getByRole('button', { name: `Step ${name}`, exact: true }).tap();
    await at(page, 'A.B.A.B');
    await buyer(page, 'B').getByText('waits for A, says pg_blocking_pids').waitFor();
    expect(await buyer(page, 'A').isVisible()).toBe(false);
    await page.getByRole('button', { name: /^stock 1, orders 0$/ }).tap();
    await page.getByText('B waits for A, says pg_blocking_pids.').last().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    await leave();
  });

  test('moves nothing when a step is taken, but what the step brings', async () => {
    const { page, leave } = await enter('?strategy=naive');
    const tops = () => page.evaluate(() => [...document.querySelectorAll('[data-buyer] > header, #shared-title, [aria-label="Moves so far"]')].map((part) => Math.round(part.getBoundingClientRect().top)));
    const before = await tops();
    await press(page, 'abaabb');
    await says(page, '2 sold of 1');
    expect(await tops()).toEqual(before);
    await leave();
  });
});
