import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiClient, type ApiClient } from '@/testing/api-client';
import { launchChromium, seriousFindings, visit } from '@/testing/browser';
import { startWebUnderTest, type WebUnderTest } from '@/testing/web-under-test';

const TOKEN = 'a-token-of-the-tests';
let web: WebUnderTest;
let api: ApiClient;
let browser: Browser;
beforeAll(async () => {
  // Beyond loopback, so that everything that needs the token does.
  web = await startWebUnderTest({ host: '0.0.0.0', token: TOKEN, env: { STAMPEDE_PURCHASES_PER_IP: '0' } });
  api = apiClient(web.url);
  browser = await launchChromium();
}, 600_000);
afterAll(async () => {
  await browser.close();
  await web.stop();
});

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const at = (path: string) => new URL(path, web.url).href;
const asInstructor = { authorization: `Bearer ${TOKEN}` };

async function newProduct(name: string, stock: number): Promise<number> {
  const response = await api.post('/api/inventory', { name, stock, price: '19.99' }, asInstructor);
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: number }).id;
}
async function logIn(page: Page, token = TOKEN): Promise<void> {
  await page.getByLabel("Instructor's token").fill(token);
  await page.getByRole('form', { name: 'Instructor log-in' }).getByRole('button', { name: 'Log in' }).click();
}
const inAdmin = (page: Page) => page.getByRole('heading', { name: 'The shop, from behind the counter' }).waitFor();
const productRow = (page: Page, id: number) => page.locator(`li[data-product="${id}"]`);
const number = (page: Page, title: string) => page.locator('dl > div', { hasText: title }).locator('dd');

describe('the admin page', { timeout: 120_000 }, () => {
  test('refuses entry without the token, and says so; allows it with the token, and refuses again after the log-out', async () => {
    const { page, leave } = await visit(browser, at('/admin'));
    expect(await page.getByLabel("Instructor's token").getAttribute('autocomplete')).toBe('current-password');
    await logIn(page, 'not-the-right-one');
    await page.getByRole('status').filter({ hasText: 'That is not the token.' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await logIn(page);
    await inAdmin(page);
    expect(page.url()).toBe(at('/admin'));
    await page.reload();
    await inAdmin(page);
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel("Instructor's token").waitFor();
    expect(await page.evaluate(async () => (await fetch('/api/admin/stats')).status)).toBe(401);
    await leave();
  });

  test('shows what was sold, the statement that says so, the connections and every Redis', async () => {
    const id = await newProduct('Enamel mug', 50);
    const { page, errors, leave } = await visit(browser, at('/admin'));
    await logIn(page);
    await inAdmin(page);
    expect((await api.post('/api/purchase', { productId: id, userId: 'a reader', quantity: 3 })).status).toBe(200);
    await number(page, 'Revenue').getByText('59.97', { exact: true }).waitFor();
    expect(await number(page, 'Units sold').innerText()).toBe('3');
    expect(await number(page, 'Orders').innerText()).toBe('1');
    await productRow(page, id).getByText('19.99, 3 sold of 50').waitFor();
    await page.getByRole('heading', { name: /^One statement, [\d.]+ m?s$/ }).waitFor();
    await page.getByRole('region', { name: 'The SQL' }).getByText('select').first().waitFor();
    await page.getByRole('region', { name: 'The plan' }).getByText(/actual time=/).first().waitFor();
    await page.getByRole('region', { name: 'Top products' }).getByText('for 59.97').waitFor();
    await page.getByText(/: 59\.97, 3 units$/).waitFor({ state: 'attached' });
    await page.getByRole('cell', { name: 'stampede web', exact: true }).waitFor();
    expect(await page.getByRole('region', { name: 'Redis' }).getByRole('listitem').count()).toBe(5);
    expect(await seriousFindings(page)).toEqual([]);
    expect(errors).toEqual([]);
    await leave();
  });

  test('fills and empties the stock of a product, and every open shop sees it without a reload; a reset asks first', async () => {
    const id = await newProduct('Vinyl record', 12);
    const admin = await visit(browser, at('/admin'));
    const shop = await visit(browser, at(`/shop/${id}`));
    const shows = (stock: number) => shop.page.locator(`main [data-stock="${stock}"]`).waitFor();
    await logIn(admin.page);
    await productRow(admin.page, id).getByRole('button', { name: 'Add 10' }).click();
    await shows(22);
    await productRow(admin.page, id).locator('[data-left]').getByText('22').waitFor();
    await productRow(admin.page, id).getByRole('textbox', { name: 'Set to' }).fill('4');
    await productRow(admin.page, id).getByRole('button', { name: 'Set', exact: true }).press('Enter');
    await shows(4);
    await productRow(admin.page, id).getByRole('button', { name: 'Take 10' }).click();
    await productRow(admin.page, id).getByRole('alert').filter({ hasText: /nothing was changed/ }).waitFor();
    await api.post('/api/purchase', { productId: id, userId: 'a collector', quantity: 4 });
    await shows(0);
    const reset = productRow(admin.page, id).getByRole('button', { name: /Vinyl record$/ });
    await reset.click();
    await reset.getByText('Delete orders?').waitFor();
    await shows(0);
    await reset.click();
    await shows(4);
    await Promise.all([admin.leave(), shop.leave()]);
  });

  test('shows the limit of a user, and can reset it', async () => {
    const id = await newProduct('Ticket', 20);
    for (let bought = 0; bought < 5; bought++) await api.post('/api/purchase', { productId: id, userId: 'quick-fox-1' });
    const refused = () => api.post('/api/purchase', { productId: id, userId: 'quick-fox-1' }).then(({ status }) => status);
    expect(await refused()).toBe(429);
    const { page, leave } = await visit(browser, at('/admin'));
    await logIn(page);
    await page.getByLabel('User id').fill('quick-fox-1');
    await page.getByLabel('User id').press('Enter');
    const panel = page.getByRole('region', { name: 'Limit of a user' });
    await panel.getByText(/of 5 used/).waitFor();
    await panel.getByText(/Forgotten by itself in .*; counted in Redis\./).waitFor();
    await panel.getByRole('button', { name: 'Forget it now' }).click();
    await panel.getByText('0 of 5 used').waitFor();
    expect(await refused()).toBe(200);
    await leave();
  });

  test('keeps what was known while the server does not answer, and says so', async () => {
    const { page, leave } = await visit(browser, at('/admin'));
    await logIn(page);
    await page.getByRole('heading', { name: /^One statement, [\d.]+ m?s$/ }).waitFor();
    const before = await number(page, 'Revenue').innerText();
    await page.route('**/api/admin/**', (route) => route.abort());
    await page.getByRole('status').filter({ hasText: 'Shown is what was known last; this page asks again by itself.' }).waitFor();
    expect(await number(page, 'Revenue').innerText()).toBe(before);
    await page.unroute('**/api/admin/**');
    await page.getByRole('status').filter({ hasText: 'Looked at every two seconds' }).waitFor();
    await leave();
  });

  test.each(['dark', 'light'] as const)('fits a phone in %s', async (colorScheme) => {
    const { page, leave } = await visit(browser, at('/admin'), { ...PHONE, colorScheme });
    await logIn(page);
    await page.getByRole('heading', { name: /^One statement, [\d.]+ m?s$/ }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    await leave();
  });
});

describe('beyond loopback', { timeout: 120_000 }, () => {
  test('a visitor who is not the instructor sees why nothing can be flooded or searched, and after the log-in floods without a reload', async () => {
    const { page, leave } = await visit(browser, at('/?strategies=conditional-update&stock=5&buyers=40&concurrency=20'));
    await page.getByText("Flooding needs the instructor's token.").waitFor();
    expect(await page.getByRole('button', { name: 'Flood', exact: true }).filter({ visible: true }).isDisabled()).toBe(true);
    expect(await page.getByLabel('Buyers').isDisabled()).toBe(true);
    expect(await seriousFindings(page)).toEqual([]);
    await page.locator('main').getByRole('button', { name: 'Log in' }).click();
    await logIn(page);
    await page.getByRole('button', { name: 'Log out as instructor' }).waitFor();
    await page.getByRole('button', { name: 'Flood', exact: true }).filter({ visible: true }).click();
    await page.getByRole('heading', { level: 1 }).filter({ hasText: /sold exactly 5\./ }).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Log out as instructor' }).click();
    await page.goto(at('/explorer'));
    await page.getByText("Searching needs the instructor's token.").waitFor();
    await leave();
  });

  test('the lab opens as soon as the instructor has logged in', async () => {
    const { page, leave } = await visit(browser, at('/lab?strategy=naive'));
    await page.getByText("The lab needs the instructor's token.").waitFor();
    await page.getByRole('banner').getByRole('button', { name: 'Instructor' }).click();
    await logIn(page);
    await page.locator('[data-buyer="A"] > header').waitFor();
    await leave();
  });
});
