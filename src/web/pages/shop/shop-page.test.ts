import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousFindings, visit } from '@/testing/browser';
import { cuttableLine } from '@/testing/cuttable-line';
import { PHONE, buy, card, live, shows, openShopPages, type ShopPages } from '@/testing/shop-pages';

let pages: ShopPages;
beforeAll(async () => {
  pages = await openShopPages();
}, 600_000);
afterAll(() => pages.close());

describe('the stock of the shop', { timeout: 120_000 }, () => {
  test('every open browser shows 0 at once, without a reload, and reset is broadcast the same way', async () => {
    const id = await pages.newProduct('Last telescope', 1);
    const [one, two, three] = await Promise.all([visit(pages.browser, pages.shop()), visit(pages.browser, pages.shop()), visit(pages.browser, pages.productPage(id))]);
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

    expect((await pages.api.post(`/api/inventory/${id}/reset`, {})).status).toBe(200);
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
    const id = await pages.newProduct('Vinyl record', 9);
    const line = await cuttableLine(pages.web.url);
    const { page, leave } = await visit(pages.browser, `${line.url}/shop/${id}`);
    await live(page);
    await line.cut();
    await page.getByText('Reconnecting…').waitFor();
    await pages.api.post('/api/purchase', { productId: id, userId: 'another buyer', quantity: 4 });
    await shows(page, 9);
    await line.mend();
    await shows(page, 5);
    await live(page);
    await leave();
    await line.cut();
  });

  test('can be read where no script runs', async () => {
    const id = await pages.newProduct('Enamel mug', 7);
    const { page, leave } = await visit(pages.browser, pages.shop(), { javaScriptEnabled: false });
    await card(page, id).getByText('7 of 7 left').waitFor();
    await page.goto(pages.productPage(id));
    await page.getByRole('heading', { level: 1, name: 'Enamel mug' }).waitFor();
    expect(await page.title()).toBe('Stampede: Enamel mug');
    await shows(page, 7);
    await leave();
  });
});

test('a product that there is not is a page of its own, with status 404', { timeout: 60_000 }, async () => {
  for (const id of ['999999', '01', '1e0', 'nothing']) expect((await pages.api.call(`/shop/${id}`)).status, id).toBe(404);
  const { page, leave } = await visit(pages.browser, pages.productPage(999_999));
  await page.getByRole('heading', { name: 'There is no such product.' }).waitFor();
  await page.getByRole('link', { name: 'See all products' }).click();
  await live(page);
  await leave();
});

test.each(['dark', 'light'] as const)('the shop fits a phone in %s, and its menu has every page', { timeout: 60_000 }, async (colorScheme) => {
  const id = await pages.newProduct(`Pocket ${colorScheme}`, 3);
  const { page, leave } = await visit(pages.browser, pages.shop(), { ...PHONE, colorScheme });
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
  await page.goto(pages.productPage(id));
  await live(page);
  expect(await overflow()).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
  await leave();
});
