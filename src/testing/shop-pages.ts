import type { Browser, Page, Request } from 'playwright-core';
import { expect } from 'vitest';
import { apiClient, type ApiClient } from './api-client';
import { launchChromium } from './browser';
import { sharedWeb, type WebAddress } from './web-under-test';

export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
export const PRICE = '49.00';

/** The shop's pages, in a separate browser. */
export interface ShopPages {
  web: WebAddress;
  api: ApiClient;
  browser: Browser;
  newProduct(name: string, stock: number): Promise<number>;
  stockOf(id: number): Promise<number>;
  /** The URLs of the product list, and of one product. */
  shop(): string;
  productPage(id: number): string;
  close(): Promise<void>;
}

export async function openShopPages(): Promise<ShopPages> {
  const web = await sharedWeb();
  const api = apiClient(web.url);
  const browser = await launchChromium();
  return {
    web,
    api,
    browser,
    newProduct: async (name, stock) => {
      const response = await api.post('/api/inventory', { name, stock, price: PRICE });
      expect(response.status).toBe(201);
      return ((await response.json()) as { id: number }).id;
    },
    stockOf: async (id) => ((await (await api.call(`/api/stock/${id}`)).json()) as { stock: number }).stock,
    shop: () => new URL('/shop', web.url).href,
    productPage: (id) => new URL(`/shop/${id}`, web.url).href,
    close: () => browser.close(),
  };
}

export const card = (page: Page, id: number) => page.locator(`li[data-product="${id}"]`);
export const buy = (page: Page, name: string) => page.getByRole('button', { name: `Buy ${name}` });
/** Waits until the page shows this stock; of one product, or of the only one on the page. */
export const shows = (page: Page, stock: number, id?: number) => (id === undefined ? page.locator('main') : card(page, id)).locator(`[data-stock="${stock}"]`).waitFor();
export const live = (page: Page) => page.getByText('Live stock').waitFor();

/** The purchases that a page asks for from now on. */
export function purchasesOf(page: Page): Request[] {
  const requests: Request[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/purchase')) requests.push(request);
  });
  return requests;
}
