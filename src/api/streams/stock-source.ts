import type { Storefront } from '@/shop/storefront';
import { mailbox } from '@/streaming/mailbox';
import type { SseMessage } from '@/streaming/sse';

/** The stock of one product, now and whenever it changes. */
export async function* stockSource(productId: number, { watch }: Pick<Storefront, 'watch'>, signal: AbortSignal): AsyncGenerator<SseMessage> {
  const news = mailbox<SseMessage>(signal);
  const leave = watch(productId, ([line]) => news.put('stock', { event: 'stock', data: JSON.stringify(line) }));
  try {
    yield* news;
  } finally {
    leave();
  }
}

interface Line {
  id: number;
  stock: number;
  initialStock: number;
}

/** The stock of all products of the shop: first all of them, then whatever changed since the reader's last message. */
export async function* shopSource({ watch }: Pick<Storefront, 'watch'>, signal: AbortSignal): AsyncGenerator<SseMessage> {
  const news = mailbox<Map<number, Line>>(signal);
  // For a slow reader, unread changes are merged into one message.
  let waiting = new Map<number, Line>();
  const leave = watch(null, (lines) => {
    for (const { productId: id, stock, initialStock } of lines) waiting.set(id, { id, stock, initialStock });
    news.put('stock', waiting);
  });
  try {
    for await (const lines of news) {
      waiting = new Map();
      yield { event: 'stock', data: JSON.stringify({ products: [...lines.values()] }) };
    }
  } finally {
    leave();
  }
}
