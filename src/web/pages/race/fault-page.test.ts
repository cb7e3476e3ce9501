import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, seriousFindings, visit } from '@/testing/browser';
import { startWebUnderTest, type WebUnderTest } from '@/testing/web-under-test';

/** Its shops are stopped on purpose, so they are its own. */
let web: WebUnderTest;
let browser: Browser;
beforeAll(async () => {
  web = await startWebUnderTest();
  browser = await launchChromium();
}, 180_000);
afterAll(async () => {
  await browser.close();
  await web.stop();
});

test('a fault is chosen, is in the address, strikes every lane, and is explained', { timeout: 120_000 }, async () => {
  const { page, errors, leave } = await visit(browser, `${web.url}?strategies=naive,for-update&stock=12&buyers=60&concurrency=20`);
  await page.getByRole('combobox', { name: 'Fault' }).click();
  await page.getByRole('option', { name: /^Restart Postgres/ }).getByText(/^Not here: .*DATABASE_URL/).waitFor();
  await page.getByRole('option', { name: /^Pause a holder/ }).click();
  await page.waitForURL(/fault=pause-holder/);
  await page.getByText('Pause a holder: Stops a replica').waitFor();
  await page.getByRole('button', { name: 'Flood', exact: true }).click();
  await page.getByRole('heading', { level: 1 }).filter({ hasText: /exactly 12\./ }).waitFor({ timeout: 90_000 });
  for (const lane of ['Naive', 'FOR UPDATE']) await page.locator(`[data-lane="${lane}"] [data-fault]`, { hasText: /Struck at .*, mended at .*A replica stood still/ }).waitFor();
  await page.getByText(/left after .*; the fault struck at/).first().waitFor({ state: 'attached' });
  await page.getByRole('list', { name: 'Past runs' }).getByRole('button').filter({ hasText: 'Naive and FOR UPDATE' }).filter({ hasText: 'fault: Pause a holder' }).first().waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  expect(errors).toEqual([]);
  await leave();
});
