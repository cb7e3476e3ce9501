import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { request } from 'undici';
import { z } from 'zod';
import { machineClock } from '@/domain/monotonic-clock';

const stockEvent = z.object({ stock: z.int() });

/** What an open page knows: the live stock of one product, as the web pushes it. */
export interface OpenPage {
  /** When it showed this stock at or after `sinceMs`, on the machine's clock; null when it did not within `patienceMs`. */
  showed(stock: number, sinceMs: number, patienceMs: number): Promise<number | null>;
  close(): void;
}

/** Opens the event stream that the product's page opens. Rejects when the web does not answer with one. */
export async function openPage(webUrl: string, productId: number): Promise<OpenPage> {
  const leave = new AbortController();
  const { statusCode, body } = await request(new URL(`/api/stock/${productId}/events`, webUrl), { signal: leave.signal, bodyTimeout: 0 });
  if (statusCode !== 200) {
    leave.abort();
    throw new Error(`The web answered ${statusCode} when it was asked for the live stock of product ${productId}.`);
  }
  const shown: { stock: number; atMs: number }[] = [];
  const listeners = new Set<() => void>();
  void readStock(body, (stock) => {
    shown.push({ stock, atMs: machineClock() });
    listeners.forEach((listener) => listener());
  });
  // A stock that it shows already counts as shown at the moment that is asked about.
  const since = (stock: number, sinceMs: number): number | null => {
    const then = shown.findLastIndex(({ atMs }) => atMs <= sinceMs);
    const found = shown.slice(Math.max(then, 0)).find((event) => event.stock === stock);
    return found ? Math.max(found.atMs, sinceMs) : null;
  };
  return {
    showed: (stock, sinceMs, patienceMs) =>
      new Promise((resolve) => {
        const settle = (atMs: number | null) => {
          clearTimeout(timer);
          listeners.delete(look);
          resolve(atMs);
        };
        const look = () => {
          const atMs = since(stock, sinceMs);
          if (atMs !== null) settle(atMs);
        };
        const timer = setTimeout(settle, patienceMs, null);
        listeners.add(look);
        look();
      }),
    close: () => leave.abort(),
  };
}

async function readStock(body: Readable, onStock: (stock: number) => void): Promise<void> {
  try {
    for await (const line of createInterface({ input: body })) {
      if (line.startsWith('data: ')) onStock(stockEvent.parse(JSON.parse(line.slice(6))).stock);
    }
  } catch {
    // Closed by us, or by a web that went away: what was not shown until then was not shown.
  }
}
