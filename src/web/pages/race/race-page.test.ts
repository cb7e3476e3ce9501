import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiClient } from '@/testing/api-client';
import { launchChromium, seriousFindings, visit } from '@/testing/browser';
import { sharedWeb, type WebAddress } from '@/testing/web-under-test';

let web: WebAddress;
let browser: Browser;
beforeAll(async () => {
  web = await sharedWeb();
  browser = await launchChromium();
}, 600_000);
afterAll(() => browser.close());

/** Two quick lanes. */
const QUICK = '?strategies=naive,conditional-update&stock=10&buyers=200&concurrency=50';

const floodButton = (page: Page) => page.getByRole('button', { name: 'Flood', exact: true });
const lane = (page: Page, title: string) => page.locator(`[data-lane="${title}"]`);
const headline = (page: Page) => page.getByRole('heading', { level: 1 });
const finished = (page: Page) => headline(page).filter({ hasText: /sold \d+ of 10\. .*exactly 10\./ }).waitFor({ timeout: 120_000 });
const body = (page: Page) => page.locator('body');

describe('a flood on the page', { timeout: 240_000 }, () => {
  test('oversells in red on the naive lane and exactly on the others, with the verdict in a sentence, and survives a reload', async () => {
    const { page, errors, leave } = await visit(browser, `${web.url}?buyers=200&concurrency=100`);
    await floodButton(page).click();
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    await headline(page).filter({ hasText: /The naive shop sold [\d,]+ of 100\. The other four sold exactly 100\./ }).waitFor({ timeout: 90_000 });

    await lane(page, 'Naive').getByText(/\d+ oversold/).waitFor();
    expect(await lane(page, 'Naive').locator('.hatch-bad').count()).toBe(1);
    for (const title of ['Version column', 'FOR UPDATE', 'Conditional UPDATE', 'Redlock']) {
      expect(await lane(page, title).locator('.hatch-bad').count(), title).toBe(0);
      await lane(page, title).getByText('exact').waitFor();
    }
    await page.getByText(/both read stock \d+ and both wrote \d+/).waitFor();
    const sentence = await headline(page).innerText();
    expect(page.url()).toContain('run=');
    await page.reload();
    await headline(page).filter({ hasText: sentence }).waitFor();
    await lane(page, 'Naive').getByText(/\d+ oversold/).waitFor();
    expect(errors).toEqual([]);
    await leave();
  });

  test('starts with the space bar, and every visitor with the page open sees it', async () => {
    const [one, two] = await Promise.all([visit(browser, web.url + QUICK), visit(browser, web.url)]);
    await one.page.getByText('2 watching this race').waitFor({ state: 'attached' });
    await body(one.page).press('Space');
    await Promise.all([finished(one.page), finished(two.page)]);
    expect(await headline(two.page).innerText()).toBe(await headline(one.page).innerText());
    expect(two.page.url()).toContain('run=');
    await Promise.all([one.leave(), two.leave()]);
  });

  test('is shown from its start to a visitor who comes in the middle', async () => {
    // Several seconds of thinking, and a browser that is open already: the late visitor must find it still under way.
    const early = await visit(browser, `${web.url}?strategies=naive,conditional-update&stock=10&buyers=100&concurrency=20&thinkMs=600`);
    const late = await visit(browser, `${web.url}/guarantees`);
    await floodButton(early.page).click();
    await early.page.getByRole('button', { name: 'Cancel' }).waitFor();
    await late.page.goto(web.url);
    await late.page.getByRole('button', { name: 'Cancel' }).waitFor();
    await finished(late.page);
    await lane(late.page, 'Conditional UPDATE').getByText('exact').waitFor();
    await Promise.all([early.leave(), late.leave()]);
  });

  test('does not start while the visitor types or a control has the focus', async () => {
    const { page, leave } = await visit(browser, web.url + QUICK);
    await page.getByLabel('Buyers').press('Space');
    await page.getByRole('tab', { name: 'FOR UPDATE', exact: true }).press('Space');
    expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    await leave();
  });

  test('moves nothing on the page while it runs', async () => {
    const { page, leave } = await visit(browser, web.url + QUICK);
    await page.evaluate(() => {
      const shifts = { sum: 0 };
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
          if (!entry.hadRecentInput) shifts.sum += entry.value;
        }
      }).observe({ type: 'layout-shift' });
    });
    await body(page).press('Space');
    await finished(page);
    await page.getByRole('button', { name: 'Replay side by side' }).waitFor();
    expect(await page.evaluate(() => (window as unknown as { shifts: { sum: number } }).shifts.sum)).toBeLessThan(0.05);
    await leave();
  });

  test('can be cancelled, and then says what to do', async () => {
    const { page, leave } = await visit(browser, `${web.url}?strategies=naive&buyers=50000&thinkMs=50`);
    await body(page).press('Space');
    await lane(page, 'Naive').locator('.hatch-bad').waitFor({ state: 'attached', timeout: 60_000 });
    await page.getByRole('button', { name: 'Cancel' }).click();
    await headline(page).filter({ hasText: 'cancelled' }).waitFor();
    await page.getByText('Press Flood to start again.').waitFor();
    await floodButton(page).waitFor();
    await leave();
  });
});

describe('the controls', { timeout: 60_000 }, () => {
  test('put the choice into the address, and take it from there', async () => {
    const { page, leave } = await visit(browser, `${web.url}?stock=7&strategies=naive,redlock`);
    expect(await page.getByLabel('Stock').inputValue()).toBe('7');
    await page.getByLabel('Buyers').fill('250');
    await page.getByLabel('Buyers').press('Tab');
    await page.waitForURL(/buyers=250/);
    await page.reload();
    expect(await page.getByLabel('Buyers').inputValue()).toBe('250');
    expect(await page.locator('[data-lane]').count()).toBe(2);
    await leave();
  });

  test('say what is wrong with a number, and do not flood with it', async () => {
    const { page, leave } = await visit(browser, web.url);
    await page.getByLabel('Buyers').fill('9999999');
    await page.getByText('Buyers must be a whole number from 1 to 100,000.').waitFor();
    expect(await page.getByLabel('Buyers').getAttribute('aria-invalid')).toBe('true');
    expect(await floodButton(page).getAttribute('aria-disabled')).toBe('true');
    await leave();
  });

  test('take an experiment and its variants', async () => {
    const { page, leave } = await visit(browser, web.url);
    await page.getByRole('combobox', { name: 'Experiment' }).click();
    await page.getByRole('option', { name: /last item/i }).click();
    await page.waitForURL(/experiment=/);
    expect(await page.getByLabel('Stock').inputValue()).toBe('1');
    await leave();
  });

  test('can all be reached and used with the keyboard', async () => {
    const { page, leave } = await visit(browser, web.url + QUICK);
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    for (let presses = 0; presses < 40 && (await focused()) !== 'Floodspace'; presses++) await page.keyboard.press('Tab');
    expect(await focused()).toBe('Floodspace');
    await page.keyboard.press('Enter');
    await finished(page);
    await page.getByRole('tab', { name: 'Version column' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: /for-update/ }).waitFor();
    await leave();
  });

  test('leave room for the race on a projector', async () => {
    const { page, leave } = await visit(browser, web.url);
    await page.getByRole('button', { name: 'Projector mode' }).click();
    await page.getByLabel('Buyers').waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('21.6px');
    await page.keyboard.press('Escape');
    await page.getByLabel('Buyers').waitFor();
    await leave();
  });

  test('leave Escape to cancel a flood on a projector', async () => {
    const { page, leave } = await visit(browser, `${web.url}?strategies=naive&buyers=50000&thinkMs=50`);
    await page.getByRole('button', { name: 'Projector mode' }).click();
    await page.getByText('space floods, Esc cancels').waitFor();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await body(page).press('Space');
    await lane(page, 'Naive').locator('.hatch-bad').waitFor({ state: 'attached', timeout: 60_000 });
    await page.keyboard.press('Escape');
    await headline(page).filter({ hasText: 'cancelled' }).waitFor();
    await page.getByText('space floods, Esc cancels').waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('Buyers').waitFor();
    await leave();
  });
});

describe('past runs', { timeout: 60_000 }, () => {
  const past = (page: Page) => page.getByRole('list', { name: 'Past runs' }).getByRole('button').filter({ hasText: '211 buyers' }).first();
  beforeAll(async () => {
    const api = apiClient(web.url);
    const run = await api.flood({ strategies: ['naive', 'conditional-update'], stock: 10, buyers: 211, concurrency: 50 });
    await api.eventsOf(run.id);
  });

  test('open again with a click', async () => {
    const { page, leave } = await visit(browser, web.url);
    await past(page).click();
    await finished(page);
    await page.waitForURL(/run=/);
    // The bar takes over the plan, so that Flood repeats what is shown.
    await page.waitForURL(/buyers=211/);
    expect(await page.getByLabel('Buyers').inputValue()).toBe('211');
    await leave();
  });

  test('bring their plan along when only their address is opened', async () => {
    const first = await visit(browser, web.url);
    await past(first.page).click();
    await first.page.waitForURL(/run=/);
    const run = new URL(first.page.url()).searchParams.get('run') ?? '';
    const { page, leave } = await visit(browser, `${web.url}?run=${run}`);
    await page.waitForURL(/buyers=211/);
    expect(await page.getByLabel('Stock').inputValue()).toBe('10');
    await Promise.all([first.leave(), leave()]);
  });

  test('that are not there any more are said to be gone', async () => {
    const { page, leave } = await visit(browser, `${web.url}?run=00000000-0000-4000-8000-000000000000`);
    await page.getByText('This run is not kept here any more').waitFor();
    await leave();
  });
});

describe('accessibility', { timeout: 90_000 }, () => {
  test.each(['dark', 'light'] as const)('axe finds nothing serious in %s, before and after a run', async (colorScheme) => {
    const { page, leave } = await visit(browser, web.url + QUICK, { colorScheme });
    expect(await seriousFindings(page)).toEqual([]);
    await body(page).press('Space');
    await finished(page);
    expect(await seriousFindings(page)).toEqual([]);
    await leave();
  });

  test('a phone shows it without scrolling sideways, and one thumb floods', async () => {
    const { page, leave } = await visit(browser, web.url + QUICK, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await overflow()).toBe(0);
    await floodButton(page).tap();
    await finished(page);
    expect(await overflow()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    await leave();
  });

  test('who wants stillness gets no replay by itself', async () => {
    const { page, leave } = await visit(browser, web.url + QUICK, { reducedMotion: 'reduce' });
    await body(page).press('Space');
    await finished(page);
    await page.getByRole('button', { name: 'Replay side by side' }).waitFor();
    await leave();
  });
});
