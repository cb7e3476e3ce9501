import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiClient, type ApiClient } from '@/testing/api-client';
import { launchChromium, seriousFindings, visit } from '@/testing/browser';
import { cuttableLine } from '@/testing/cuttable-line';
import { startWebUnderTest, type WebUnderTest } from '@/testing/web-under-test';

let web: WebUnderTest;
let api: ApiClient;
let browser: Browser;
beforeAll(async () => {
  // Three purchases of one buyer, so that a test can go too fast; as many as they like of one address.
  web = await startWebUnderTest({ env: { STAMPEDE_PURCHASES_PER_USER: '3', STAMPEDE_PURCHASES_PER_IP: '0' } });
  api = apiClient(web.url);
  browser = await launchChromium();
}, 600_000);
afterAll(async () => {
  await browser.close();
  await web.stop();
});

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const PRICE = '49.00';

async function newProduct(name: string, stock: number): Promise<number> {
  const response = await api.post('/api/inventory', { name, stock, price: PRICE });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: number }).id;
}
const stockOf = async (id: number): Promise<number> => ((await (await api.call(`/api/stock/${id}`)).json()) as { stock: number }).stock;
const shop = () => new URL('/shop', web.url).href;
const productPage = (id: number) => new URL(`/shop/${id}`, web.url).href;
const card = (page: Page, id: number) => page.locator(`li[data-product="${id}"]`);
const buy = (page: Page, name: string) => page.getByRole('button', { name: `Buy ${name}` });
const shows = (page: Page, stock: number, id?: number) => (id === undefined ? page.locator('main') : card(page, id)).locator(`[data-stock="${stock}"]`).waitFor();
const live = (page: Page) => page.getByText('Live stock').waitFor();
const purchasesOf = (page: Page): Request[] => {
  const requests: Request[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/purchase')) requests.push(request);
  });
  return requests;
};

describe('the stock of the shop', { timeout: 120_000 }, () => {
  test('every open browser shows 0 at once, without a reload, and reset is broadcast the same way', async () => {
    const id = await newProduct('Last telescope', 1);
    const [one, two, three] = await Promise.all([visit(browser, shop()), visit(browser, shop()), visit(browser, productPage(id))]);
    const others = [two.page, three.page];
    for (const page of [one.page, ...others]) {
      await live(page);
      await page.evaluate(() => document.body.setAttribute('data-never-reloaded', ''));
    }
    await buy(one.page, 'Last telescope').click();
    await card(one.page, id).getByText(/^Order \d+, 49\.00\. It was the last one\.$/).waitFor();
    await Promise.all([shows(one.page, 0, id), shows(two.page, 0, id), shows(three.page, 0)]);
    for (const page of others) expect(await page.getByRole('button', { name: 'Sold out Last telescope' }).getAttribute('aria-disabled')).toBe('true');
    for (const { page } of [one, two, three]) expect(await seriousFindings(page)).toEqual([]);

    expect((await api.post(`/api/inventory/${id}/reset`, {})).status).toBe(200);
    await Promise.all([shows(one.page, 1, id), shows(two.page, 1, id), shows(three.page, 1)]);
    await three.page.getByText('Last one').first().waitFor();
    expect(await buy(three.page, 'Last telescope').getAttribute('aria-disabled')).not.toBe('true');
    for (const { page, errors, leave } of [one, two, three]) {
      expect(await page.locator('[data-never-reloaded]').count()).toBe(1);
      expect(errors).toEqual([]);
      await leave();
    }
  });

  test('keeps the last known value while the line is down, says so, and catches up by itself', async () => {
    const id = await newProduct('Vinyl record', 9);
    const line = await cuttableLine(web.url);
    const { page, leave } = await visit(browser, `${line.url}/shop/${id}`);
    await live(page);
    await line.cut();
    await page.getByText('Reconnecting…').waitFor();
    await api.post('/api/purchase', { productId: id, userId: 'somebody else', quantity: 4 });
    await shows(page, 9);
    await line.mend();
    await shows(page, 5);
    await live(page);
    await leave();
    await line.cut();
  });

  test('can be read where no script runs', async () => {
    const id = await newProduct('Enamel mug', 7);
    const { page, leave } = await visit(browser, shop(), { javaScriptEnabled: false });
    await card(page, id).getByText('7 of 7 left').waitFor();
    await page.goto(productPage(id));
    await page.getByRole('heading', { level: 1, name: 'Enamel mug' }).waitFor();
    expect(await page.title()).toBe('Stampede: Enamel mug');
    await shows(page, 7);
    await leave();
  });
});

describe('a purchase', { timeout: 120_000 }, () => {
  test('goes off the shelf at the press, and the answer confirms it with order, total and what is left', async () => {
    const id = await newProduct('Running shoes', 20);
    const { page, errors, leave } = await visit(browser, productPage(id));
    await live(page);
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/api/purchase', async (route) => {
      await held;
      await route.continue();
    });
    await page.getByRole('radio', { name: '1' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.getByText('3 at 49.00 are 147.00; all of them or none.').waitFor();
    await page.getByRole('button', { name: 'Buy 3 Running shoes' }).press('Enter');
    await page.getByRole('button', { name: 'Buying… Running shoes' }).waitFor();
    await shows(page, 17);
    expect(await stockOf(id)).toBe(20);
    answer();
    await page.getByText('You got it.').waitFor();
    await page.getByText(/^Order \d+, 3 for 147\.00\. 17 were left after it\.$/).waitFor();
    await shows(page, 17);
    await page.getByRole('heading', { name: 'Your purchases' }).waitFor();
    await page.getByRole('listitem').filter({ hasText: '3 × Running shoes' }).filter({ hasText: '147.00' }).waitFor();
    expect(await stockOf(id)).toBe(17);
    expect(await seriousFindings(page)).toEqual([]);
    expect(errors).toEqual([]);
    await leave();
  });

  test('that came too late is told as sold out, and bought nothing', async () => {
    const id = await newProduct('Signed poster', 1);
    const { page, leave } = await visit(browser, shop());
    await live(page);
    await page.route('**/api/purchase', async (route) => {
      await api.post('/api/purchase', { productId: id, userId: 'somebody quicker' });
      await route.continue();
    });
    await buy(page, 'Signed poster').click();
    await card(page, id).getByText('Somebody was quicker. You bought nothing and pay nothing.').waitFor();
    await shows(page, 0, id);
    await page.getByRole('button', { name: 'Sold out Signed poster' }).waitFor();
    expect(await page.getByText('Order', { exact: false }).filter({ hasText: 'Signed poster' }).count()).toBe(0);
    await leave();
  });

  test('whose answer was lost can be tried again with the same key, and is made once; a new press has a new key', async () => {
    const id = await newProduct('Night train', 10);
    const { page, leave } = await visit(browser, shop());
    await live(page);
    const requests = purchasesOf(page);
    await page.route('**/api/purchase', async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    }, { times: 1 });
    await buy(page, 'Night train').click();
    await card(page, id).getByText(/It may have been bought\. Try again asks for the same order, so you cannot buy twice\./).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Try again Night train' }).click();
    await card(page, id).getByText(/^Order \d+, 49\.00\./).waitFor();
    expect(await stockOf(id)).toBe(9);
    await shows(page, 9, id);
    await buy(page, 'Night train').click();
    await shows(page, 8, id);
    await card(page, id).getByText('You got it.').waitFor();
    const keys = requests.map((request) => request.headers()['idempotency-key']);
    expect(keys).toEqual([keys[0], keys[0], expect.not.stringMatching(keys[0] ?? '')]);
    await leave();
  });

  test('whose answer was lost is made once, although its note was closed and the page loaded again', async () => {
    const id = await newProduct('Sleeping car', 10);
    const { page, leave } = await visit(browser, productPage(id));
    await live(page);
    const requests = purchasesOf(page);
    await page.route('**/api/purchase', async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    }, { times: 1 });
    await page.getByRole('radio', { name: '3' }).click();
    await page.getByRole('button', { name: 'Buy 3 Sleeping car' }).click();
    await page.getByText('Nobody knows yet.', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Close this note' }).click();
    await page.getByText('Nobody knows yet.', { exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Try again Sleeping car' }).waitFor();
    await page.reload();
    await live(page);
    const tryAgain = page.getByRole('button', { name: 'Try again Sleeping car' });
    await tryAgain.waitFor();
    await page.getByText('3 at 49.00 are 147.00; all of them or none.').waitFor();
    expect(await page.getByRole('radio', { name: '1' }).isDisabled()).toBe(true);
    await page.getByRole('listitem').filter({ hasText: '3 × Sleeping car: nobody knows yet.' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await tryAgain.click();
    await page.getByText(/^Order \d+, 3 for 147\.00\./).waitFor();
    expect(await stockOf(id)).toBe(7);
    await page.getByRole('button', { name: 'Buy Sleeping car' }).waitFor();
    expect(await page.getByText('nobody knows yet.').count()).toBe(0);
    expect(new Set(requests.map((request) => request.headers()['idempotency-key'])).size).toBe(1);
    expect(requests).toHaveLength(2);
    await leave();
  });

  test('that comes too fast is refused with a countdown, says whose limit it is, and another buyer may go on', async () => {
    const id = await newProduct('Concert hat', 30);
    const { page, leave } = await visit(browser, shop());
    await live(page);
    for (const left of [29, 28, 27]) {
      await buy(page, 'Concert hat').click();
      await shows(page, left, id);
      await card(page, id).getByText(`${left} were left after it.`).waitFor();
    }
    await buy(page, 'Concert hat').click();
    await card(page, id).getByText('You are going too fast.').waitFor();
    await card(page, id).getByText('3 purchases in 60 seconds: that is your own limit. Nothing was bought.').waitFor();
    const wait = card(page, id).getByRole('button', { name: /^Wait \d+ s/ });
    expect(await wait.getAttribute('aria-disabled')).toBe('true');
    const first = Number(/\d+/.exec(await wait.innerText())?.[0]);
    await card(page, id).getByRole('button', { name: new RegExp(`^Wait (?!${first} )\\d+ s`) }).waitFor();
    expect(Number(/\d+/.exec(await wait.innerText())?.[0])).toBeLessThan(first);
    expect(await stockOf(id)).toBe(27);
    expect(await seriousFindings(page)).toEqual([]);

    await page.getByRole('button', { name: 'Change your name' }).click();
    await page.getByLabel('Your name in the shop').fill('Patient Heron');
    await page.getByRole('button', { name: 'Take this name' }).click();
    await page.getByText('Patient Heron', { exact: true }).waitFor();
    await buy(page, 'Concert hat').click();
    await shows(page, 26, id);
    await page.reload();
    await page.getByText('Patient Heron', { exact: true }).waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Order' }).filter({ hasText: 'Concert hat' }).waitFor();
    await leave();
  });
});

test('a product that there is not is a page of its own, with status 404', { timeout: 60_000 }, async () => {
  for (const id of ['999999', '01', '1e0', 'nothing']) expect((await api.call(`/shop/${id}`)).status, id).toBe(404);
  const { page, leave } = await visit(browser, productPage(999_999));
  await page.getByRole('heading', { name: 'There is no such product.' }).waitFor();
  await page.getByRole('link', { name: 'See all products' }).click();
  await live(page);
  await leave();
});

test.each(['dark', 'light'] as const)('the shop fits a phone in %s, and its menu has every page', { timeout: 60_000 }, async (colorScheme) => {
  const id = await newProduct(`Pocket ${colorScheme}`, 3);
  const { page, leave } = await visit(browser, shop(), { ...PHONE, colorScheme });
  await live(page);
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await overflow()).toBe(0);
  await buy(page, `Pocket ${colorScheme}`).tap();
  await shows(page, 2, id);
  // Before the menu opens: the guards that its library sets around it are focusable on purpose.
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: /all pages and sections/ }).tap();
  for (const name of ['Race', 'Code', 'Lab', 'Explorer', 'Runs', 'Guarantees', 'Shop', 'Admin']) await page.getByRole('menuitem', { name, exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.goto(productPage(id));
  await live(page);
  expect(await overflow()).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
  await leave();
});
