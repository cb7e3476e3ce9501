import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousFindings, visit } from '@/testing/browser';
import { buy, card, live, purchasesOf, shows, openShopPages, type ShopPages } from '@/testing/shop-pages';

let pages: ShopPages;
beforeAll(async () => {
  pages = await openShopPages();
}, 600_000);
afterAll(() => pages.close());

describe('a purchase', { timeout: 120_000 }, () => {
  test('lowers the stock at the press, and the answer confirms it with order, total and what is left', async () => {
    const id = await pages.newProduct('Running shoes', 20);
    const { page, errors, leave } = await visit(pages.browser, pages.productPage(id));
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
    expect(await pages.stockOf(id)).toBe(20);
    answer();
    await page.getByText('You got it.').waitFor();
    await page.getByText(/^Order \d+, 3 for 147\.00\. 17 were left after it\.$/).waitFor();
    await shows(page, 17);
    await page.getByRole('heading', { name: 'Your purchases' }).waitFor();
    await page.getByRole('listitem').filter({ hasText: '3 × Running shoes' }).filter({ hasText: '147.00' }).waitFor();
    expect(await pages.stockOf(id)).toBe(17);
    expect(await seriousFindings(page)).toEqual([]);
    expect(errors).toEqual([]);
    await leave();
  });

  test('that came too late shows as sold out, and bought nothing', async () => {
    const id = await pages.newProduct('Signed poster', 1);
    const { page, leave } = await visit(pages.browser, pages.shop());
    await live(page);
    await page.route('**/api/purchase', async (route) => {
      await pages.api.post('/api/purchase', { productId: id, userId: 'a quicker buyer' });
      await route.continue();
    });
    await buy(page, 'Signed poster').click();
    await card(page, id).getByText('Another buyer was quicker. You bought nothing and pay nothing.').waitFor();
    await shows(page, 0, id);
    await page.getByRole('button', { name: 'Sold out Signed poster' }).waitFor();
    expect(await page.getByText('Order', { exact: false }).filter({ hasText: 'Signed poster' }).count()).toBe(0);
    await leave();
  });

  test('whose answer was lost can be tried again with the same key, and is made once; a new press has a new key', async () => {
    const id = await pages.newProduct('Night train', 10);
    const { page, leave } = await visit(pages.browser, pages.shop());
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
    expect(await pages.stockOf(id)).toBe(9);
    await shows(page, 9, id);
    await buy(page, 'Night train').click();
    await shows(page, 8, id);
    await card(page, id).getByText('You got it.').waitFor();
    const keys = requests.map((request) => request.headers()['idempotency-key']);
    expect(keys).toEqual([keys[0], keys[0], expect.not.stringMatching(keys[0] ?? '')]);
    await leave();
  });

  test('whose answer was lost is made once, although its note was closed and the page loaded again', async () => {
    const id = await pages.newProduct('Sleeping car', 10);
    const { page, leave } = await visit(pages.browser, pages.productPage(id));
    await live(page);
    const requests = purchasesOf(page);
    await page.route('**/api/purchase', async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    }, { times: 1 });
    await page.getByRole('radio', { name: '3' }).click();
    await page.getByRole('button', { name: 'Buy 3 Sleeping car' }).click();
    await page.getByText('Not known yet.', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Close this note' }).click();
    await page.getByText('Not known yet.', { exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Try again Sleeping car' }).waitFor();
    await page.reload();
    await live(page);
    const tryAgain = page.getByRole('button', { name: 'Try again Sleeping car' });
    await tryAgain.waitFor();
    await page.getByText('3 at 49.00 are 147.00; all of them or none.').waitFor();
    expect(await page.getByRole('radio', { name: '1' }).isDisabled()).toBe(true);
    await page.getByRole('listitem').filter({ hasText: '3 × Sleeping car: not known yet.' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await tryAgain.click();
    await page.getByText(/^Order \d+, 3 for 147\.00\./).waitFor();
    expect(await pages.stockOf(id)).toBe(7);
    await page.getByRole('button', { name: 'Buy Sleeping car' }).waitFor();
    expect(await page.getByText('not known yet.').count()).toBe(0);
    expect(new Set(requests.map((request) => request.headers()['idempotency-key'])).size).toBe(1);
    expect(requests).toHaveLength(2);
    await leave();
  });

  test('that comes too fast is refused with a countdown, says whose limit it is, and another buyer may go on', async () => {
    const id = await pages.newProduct('Concert hat', 30);
    const { page, leave } = await visit(pages.browser, pages.shop());
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
    expect(await pages.stockOf(id)).toBe(27);
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
