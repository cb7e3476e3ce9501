import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_PLAN } from '@/domain/plan';
import type { RunDetail, RunSummary } from '@/domain/run-event';
import type { LaneTrace } from '@/domain/trace';
import { openDatabase } from '@/stores/postgres/database';
import { recordReport, recordRun } from '@/stores/postgres/runs';
import { storeTrace } from '@/stores/postgres/traces';
import { apiClient, NO_RUN, type ApiClient } from '@/testing/api-client';
import { launchChromium, seriousFindings, visit } from '@/testing/browser';
import { purchase } from '@/testing/evidence';
import { laneWith, planWith, reportOf } from '@/testing/run-fixtures';
import { sharedWeb, type WebAddress } from '@/testing/web-under-test';

let web: WebAddress;
let browser: Browser;
let api: ApiClient;
let run: RunSummary;
beforeAll(async () => {
  web = await sharedWeb();
  browser = await launchChromium();
  api = apiClient(web.url);
  run = await api.flood({ strategies: ['naive', 'for-update'], stock: 10, buyers: 200, concurrency: 50 });
  await api.eventsOf(run.id);
}, 600_000);
afterAll(() => browser.close());

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const at = (query = '', id = run.id) => `${web.url}/runs/${id}${query}`;
const rows = (page: Page) => page.locator('[data-row]');
const scroller = (page: Page) => page.getByRole('group', { name: /^Purchases, a row each/ });
/** Every label of the axis: the first alone may well be the same in two windows. */
const ticks = async (page: Page) => (await page.locator('[data-timeline]').getByText(/ ms$/).allInnerTexts()).join();
const sidewaysOverflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
const naiveFindings = async () => ((await (await api.call(`/api/floods/${run.id}`)).json()) as RunDetail).report?.lanes.find(({ strategy }) => strategy === 'naive')?.findings ?? [];

describe('from the race to the timeline', { timeout: 90_000 }, () => {
  test('Show me leads to the two buyers, the arrow between them, and the same steps in the lab', async () => {
    const { page, errors, leave } = await visit(browser, `${web.url}/?run=${run.id}`);
    await page.getByRole('link', { name: 'Replay in the lab' }).waitFor();
    await page.getByRole('link', { name: 'Show me' }).click();
    await page.waitForURL(/\/runs\/.*lane=naive&repeat=1&witness=\d/);
    const note = page.getByRole('region', { name: 'The witness' });
    await note.getByText(/both read stock \d+ and both wrote \d+/).waitFor();
    await note.getByText(/buyer-\d+ \(order \d+\) read \d+ at [\d.,]+ ms; buyer-\d+ \(order \d+\) wrote at/).waitFor();

    const [first, second] = (await naiveFindings()).find(({ anomaly }) => anomaly === 'lost-update')?.evidence.witnesses ?? [];
    const pinned = page.locator('[data-witness]');
    for (const witness of [first, second]) await pinned.getByText(witness?.buyerId ?? '', { exact: true }).waitFor();
    await pinned.locator('[data-arrow]').waitFor();
    expect(await pinned.locator('[data-bar=write].hatch-bad').count()).toBe(2);
    await page.locator(`[data-row="${first?.buyerId ?? ''}"]`).waitFor();

    const lab = new URL((await note.getByRole('link', { name: 'Replay in the lab' }).getAttribute('href')) ?? '', web.url);
    expect([lab.pathname, lab.searchParams.get('strategy'), lab.searchParams.get('buyers'), lab.searchParams.get('stock')]).toEqual(['/lab', 'naive', '2', String(first?.read)]);
    expect(lab.searchParams.get('path')).toMatch(/^[AB](\.[AB]){5}$/);

    // And now by hand: the same six steps, on two sessions that are as real.
    await note.getByRole('link', { name: 'Replay in the lab' }).click();
    const next = page.getByRole('button', { name: /^Next in this replay/ });
    for (let made = 0; made < 6; made++) {
      await page.locator('[data-lesson]').getByText(`${made} of 6`).waitFor();
      await next.click();
    }
    await page.getByRole('heading', { level: 1, name: /2 sold of \d+, and the stock is still \d+: a sale left no trace/ }).waitFor();
    for (const name of ['A', 'B']) await page.getByText(`${name}: confirmed`).first().waitFor();
    expect(errors).toEqual([]);
    await leave();
  });

  test('a past run leads there too', async () => {
    const { page, leave } = await visit(browser, web.url);
    await page.getByRole('link', { name: /^Timeline of the run with Naive and FOR UPDATE/ }).first().click();
    await page.waitForURL(/\/runs\//);
    await page.getByRole('heading', { level: 1, name: /^Naive: .*lost update/ }).waitFor();
    await leave();
  });
});

describe('the timeline', { timeout: 90_000 }, () => {
  test('finds the witness when it is asked, and lets go of it', async () => {
    const { page, leave } = await visit(browser, at('?lane=naive'));
    await rows(page).first().waitFor();
    expect(await page.locator('[data-witness]').count()).toBe(0);
    const whole = await ticks(page);
    await page.getByRole('button', { name: 'Show me the first lost update' }).click();
    await page.locator('[data-arrow]').waitFor();
    await expect.poll(() => ticks(page)).not.toBe(whole);
    await page.waitForURL(/witness=\d/);
    await page.getByRole('button', { name: 'Unpin' }).click();
    await page.locator('[data-witness]').waitFor({ state: 'detached' });
    await leave();
  });

  test('shows only whom the filter lets through, and says how many they are', async () => {
    const { page, leave } = await visit(browser, at('?lane=naive'));
    await page.getByText('200 of 200 purchases').waitFor();
    const { length: confirmed } = ((await (await api.call(`/api/floods/${run.id}/traces/naive`)).json()) as LaneTrace).purchases.filter(({ outcome }) => outcome === 'confirmed');
    await page.getByLabel('Outcome').selectOption('confirmed');
    await page.getByText(`${confirmed} of 200 purchases`).waitFor();
    await page.getByLabel('Replica').selectOption('1');
    await page.getByText(/^\d+ of 200 purchases/).filter({ hasNotText: `${confirmed} of` }).waitFor();
    await page.getByLabel('Anomaly').selectOption('lost-update');
    expect(await rows(page).first().getAttribute('data-row')).toMatch(/^buyer-/);
    await leave();

    const all = await visit(browser, at('?lane=naive&anomaly=lost-update'));
    await rows(all.page).first().waitFor();
    expect(await all.page.getByLabel('Anomaly').inputValue()).toBe('lost-update');
    await all.leave();
  });

  test('zooms and moves with buttons, keys, wheel and drag', async () => {
    const { page, leave } = await visit(browser, at('?lane=naive'));
    await rows(page).first().waitFor();
    const words = () => page.locator('[data-timeline] [aria-hidden]').allInnerTexts();
    const changed = async (act: () => Promise<unknown>) => {
      const before = (await words()).join();
      await act();
      await expect.poll(async () => (await words()).join()).not.toBe(before);
    };
    const whole = (await words()).join();
    await changed(() => page.getByRole('button', { name: 'Zoom in' }).click());
    await changed(() => page.getByRole('button', { name: 'Move to later' }).click());
    await scroller(page).focus();
    await changed(() => page.keyboard.press('+'));
    await changed(() => page.keyboard.press('ArrowLeft'));
    const box = await scroller(page).boundingBox();
    const [x, y] = [(box?.x ?? 0) + 700, (box?.y ?? 0) + 100];
    await page.mouse.move(x, y);
    await page.keyboard.down('Control');
    await changed(() => page.mouse.wheel(0, -300));
    await page.keyboard.up('Control');
    await changed(async () => {
      await page.mouse.down();
      await page.mouse.move(x - 400, y, { steps: 4 });
      await page.mouse.up();
    });
    await scroller(page).focus();
    await page.keyboard.press('0');
    await expect.poll(async () => (await words()).join()).toBe(whole);
    await leave();
  });

  test('says of a lane that held that nothing broke, and where to look', async () => {
    const { page, leave } = await visit(browser, at('?lane=naive'));
    await page.getByLabel('Shop').selectOption({ label: '✓ FOR UPDATE' });
    await page.getByRole('heading', { level: 1, name: 'FOR UPDATE: nothing broke' }).waitFor();
    await page.getByText('Nothing broke in this lane, so there is no witness to show. Choose a shop marked ✗ to see one.').waitFor();
    await page.waitForURL(/lane=for-update/);
    // The first buyer may get sold out anyway.
    await page.getByLabel('Outcome').selectOption('confirmed');
    await rows(page).first().locator('[data-bar=commit]').waitFor({ state: 'attached' });
    await leave();
  });

  test('carries the same facts as text, page by page', async () => {
    const { page, leave } = await visit(browser, at('?lane=naive'));
    await page.getByText('Read the timeline as text').press('Enter');
    const first = page.getByRole('table').getByRole('row').nth(1);
    await first.getByText('buyer-', { exact: false }).first().waitFor();
    await first.getByText(/^read stock, stock 10, [\d.,]+ to [\d.,]+ ms$/).waitFor();
    await page.getByText('Page 1 of 8, 200 purchases').waitFor();
    await page.getByRole('button', { name: 'Later buyers' }).press('Enter');
    await page.getByText('Page 2 of 8').waitFor();
    await leave();
  });
});

describe('the accessibility of the timeline', { timeout: 90_000 }, () => {
  test.each(['dark', 'light'] as const)('axe finds nothing serious in %s', async (colorScheme) => {
    const witness = (await naiveFindings()).findIndex(({ anomaly }) => anomaly === 'lost-update');
    const { page, leave } = await visit(browser, at(`?lane=naive&witness=${witness}`), { colorScheme });
    await page.locator('[data-arrow]').waitFor();
    await page.getByText('Read the timeline as text').click();
    await page.getByRole('table').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await leave();
  });

  test('a phone shows it without scrolling sideways, and a finger moves in time', async () => {
    const { page, leave } = await visit(browser, at('?lane=naive&witness=0'), PHONE);
    await page.locator('[data-witness]').waitFor();
    expect(await sidewaysOverflow(page)).toBe(0);
    expect(await scroller(page).evaluate((element) => getComputedStyle(element.parentElement ?? element).touchAction)).toBe('pan-y');
    await leave();
  });
});

describe('runs without a timeline', { timeout: 60_000 }, () => {
  test('say what happened and what to do', async () => {
    const gone = await visit(browser, at('', NO_RUN));
    await gone.page.getByText('This run is not kept here any more.').waitFor();
    await gone.leave();
    const database = openDatabase(web.databaseUrl, 'test');
    const old = '00000000-0000-4000-8000-000000000001';
    await recordRun(database.db, old, planWith(), 'running');
    await recordReport(database.db, old, reportOf([laneWith()], { runId: old }));
    await database.close();
    const { page, leave } = await visit(browser, at('', old));
    await page.getByText('The purchases of this lane are not kept any more.').waitFor();
    await leave();
  });
});

describe('a lane of 20,000 buyers', { timeout: 90_000 }, () => {
  const BUYERS = 20_000;
  const id = '00000000-0000-4000-8000-000000000002';

  test('keeps the page small, however far it is scrolled', async () => {
    const database = openDatabase(web.databaseUrl, 'test');
    const purchases = Array.from({ length: BUYERS }, (_, index) =>
      purchase({ buyerId: `buyer-${index + 1}`, outcome: 'sold-out', invokedMs: index, returnedMs: index + 5, steps: [{ kind: 'read', name: 'read stock', startMs: index + 1, endMs: index + 2, observed: { stock: 0 } }] }),
    );
    await recordRun(database.db, id, { ...DEFAULT_PLAN, strategies: ['for-update'], buyers: BUYERS }, 'running');
    await recordReport(database.db, id, reportOf([laneWith({ buyers: BUYERS })], { runId: id }));
    await storeTrace(database.db, { runId: id, strategy: 'for-update', repeat: 1, stock: 100, quantity: 1, finalStock: 0, purchaseCount: BUYERS, purchases, orders: [] });
    await database.close();
    const { page, errors, leave } = await visit(browser, at('', id));
    await page.getByText('20,000 of 20,000 purchases').waitFor();
    for (const share of [0.3, 0.7, 1]) {
      await scroller(page).evaluate((element, to) => element.scrollTo({ top: element.scrollHeight * to }), share);
      const wanted = Math.round(share * BUYERS);
      await expect.poll(async () => Number((await rows(page).last().getAttribute('data-row'))?.replace('buyer-', ''))).toBeGreaterThan(wanted - 50);
      expect(await rows(page).count()).toBeLessThan(80);
      expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(2_500);
    }
    await scroller(page).focus();
    await page.keyboard.press('Home');
    await page.locator('[data-row="buyer-1"]').waitFor();
    expect(errors).toEqual([]);
    await leave();
  });
});
