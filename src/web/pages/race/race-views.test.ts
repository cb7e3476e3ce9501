import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium, seriousFindings, visit } from '@/testing/browser';
import { matrixWith } from '@/testing/matrix-fixtures';
import { sharedWeb, type WebAddress } from '@/testing/web-under-test';

let web: WebAddress;
let browser: Browser;
beforeAll(async () => {
  web = await sharedWeb();
  browser = await launchChromium();
}, 600_000);
afterAll(() => browser.close());

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const floodButton = (page: Page) => page.getByRole('button', { name: 'Flood', exact: true });
const headline = (page: Page) => page.getByRole('heading', { level: 1 });
const sidewaysOverflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe('a fault', { timeout: 60_000 }, () => {
  test('that may not be injected here is refused in a sentence, and nothing runs', async () => {
    const { page, leave } = await visit(browser, `${web.url}?strategies=naive&fault=restart-postgres`);
    await floodButton(page).click();
    await page.getByText(/this Postgres was given by DATABASE_URL\. Nothing was run/).waitFor();
    // The web is shared, and may be at work on the flood of another file: of this one there is no trace.
    const runs = (await (await fetch(`${web.url}/api/floods`)).json()) as { plan: { fault: string | null } }[];
    expect(runs.filter(({ plan }) => plan.fault === 'restart-postgres')).toEqual([]);
    await leave();
  });
});

describe('where the time went', { timeout: 120_000 }, () => {
  test('is shown for every shop, with its attempts, its queues and the errors of Postgres by name', async () => {
    const { page, leave } = await visit(browser, `${web.url}?strategies=for-update,serializable&stock=20&buyers=150&concurrency=50`);
    await page.getByText('Press Flood to see who waits, for what').waitFor();
    await floodButton(page).click();
    await headline(page).filter({ hasText: /sold exactly 20\./ }).waitFor({ timeout: 60_000 });
    const row = page.locator('[data-time="Serializable"]');
    await row.getByText(/^[\d.]+ m?s: .*(waits for|statements)/).waitFor({ state: 'attached' });
    await row.getByText(/^40001 × \d+/).waitFor();
    await row.getByText('serialization_failure').waitFor();
    expect(await page.locator('[data-time="FOR UPDATE"]').getByText('none').count()).toBe(1);
    await leave();
  });
});

describe('the choice', { timeout: 60_000 }, () => {
  test('of many shops is one press, a variant is a tick, and Back undoes the press', async () => {
    const { page, leave } = await visit(browser, web.url);
    await page.getByRole('button', { name: /^Strategies: 5 of/ }).click();
    await page.getByRole('checkbox', { name: /NOWAIT/ }).click();
    expect(await page.locator('[data-lane="FOR UPDATE NOWAIT"]').count()).toBe(1);
    await page.getByRole('button', { name: /^All safe/ }).click();
    expect(await page.locator('[data-lane="Naive"]').count()).toBe(0);
    expect(await page.locator('[data-lane]').count()).toBeGreaterThan(10);
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.goBack();
    await page.locator('[data-lane="Naive"]').waitFor();
    expect(await page.locator('[data-lane="FOR UPDATE NOWAIT"]').count()).toBe(1);
    await leave();
  });

  test('of an experiment is undone by Back, and done again by Forward', async () => {
    const { page, leave } = await visit(browser, web.url);
    await page.getByRole('combobox', { name: 'Experiment' }).click();
    await page.getByRole('option', { name: /last item/i }).click();
    await page.waitForURL(/experiment=/);
    await page.goBack();
    await page.waitForURL((url) => !url.search.includes('experiment'));
    expect(await page.getByLabel('Stock').inputValue()).toBe('100');
    await page.goForward();
    await page.waitForURL(/experiment=/);
    expect(await page.getByLabel('Stock').inputValue()).toBe('1');
    await leave();
  });

  test('says which parts of an address mean nothing here', async () => {
    const { page, leave } = await visit(browser, `${web.url}?stock=many&fault=earthquake&buyers=300`);
    await page.getByText('Ignored in the address, because it means nothing here: fault=earthquake, stock=many.').waitFor();
    expect(await page.getByLabel('Buyers').inputValue()).toBe('300');
    await leave();
  });

  test('of the projector outlives a reload', async () => {
    const { page, leave } = await visit(browser, web.url);
    await page.getByRole('button', { name: 'Projector mode' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Leave projector mode (Esc)' }).waitFor();
    await page.getByLabel('Buyers').waitFor({ state: 'hidden' });
    await leave();
  });

  test('is bounded by a sentence when it is repeated', async () => {
    const { page, leave } = await visit(browser, `${web.url}?strategies=conditional-update&stock=5&buyers=20&repeat=3`);
    await floodButton(page).click();
    await page.getByText('No violation in 3 floods: with 95 % confidence, fewer than 63.2 % of such floods violate it.').waitFor({ timeout: 60_000 });
    await leave();
  });
});

describe('the guarantees', { timeout: 60_000 }, () => {
  test('are a table of words, and a cell shows what was expected and what was seen', async () => {
    writeFileSync(join(web.stateDir, 'guarantees.json'), JSON.stringify(matrixWith()));
    const { page, errors, leave } = await visit(browser, web.url);
    await page.getByRole('link', { name: 'Guarantees' }).click();
    await page.getByRole('columnheader', { name: 'Redlock' }).waitFor();
    await page.getByText('5 of 5 cells came out as expected.').waitFor();
    await page.getByRole('button', { name: 'Redlock, Pause a holder: lost-update' }).click();
    await page.getByRole('dialog', { name: 'Redlock, Pause a holder' }).getByText('A replica was paused for 1,200 ms.').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(errors).toEqual([]);
    await leave();
  });

  test.each(['dark', 'light'] as const)('can be read on a phone in %s, a strategy at a time', async (colorScheme) => {
    writeFileSync(join(web.stateDir, 'guarantees.json'), JSON.stringify(matrixWith()));
    const { page, leave } = await visit(browser, new URL('/guarantees', web.url).href, { ...PHONE, colorScheme });
    await page.getByLabel('Strategy', { exact: true }).selectOption({ label: 'Redlock' });
    await page.locator('summary', { hasText: 'Pause a holder' }).tap();
    await page.locator('details').getByText('violated: lost-update').waitFor();
    expect(await sidewaysOverflow(page)).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    await leave();
  });
});
