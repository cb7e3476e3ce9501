import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { countPurchase } from '@/shop/metrics';
import { allMetrics } from './all-metrics';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const SHOP = `# HELP stampede_purchases_total Purchases answered, by strategy and outcome.
# TYPE stampede_purchases_total counter
stampede_purchases_total{strategy="naive",outcome="confirmed"} 7

# HELP only_there x
# TYPE only_there gauge
only_there 1
`;

test('web and shops are distinguished, every metric has its head once, and a shop that does not answer is left out and not up', async () => {
  const answering = await serve((_request, response) => response.end(SHOP));
  const silent = await serve(() => undefined);
  countPurchase({ strategy: 'naive', outcome: 'confirmed', durationMs: 3, retries: 2, lockWaits: 1 });
  const text = await allMetrics([answering, silent, 'http://127.0.0.1:1', answering]);
  const lines = text.split('\n');
  expect(lines.filter((line) => line.startsWith('stampede_purchases_total'))).toEqual([
    'stampede_purchases_total{replica="web",strategy="naive",outcome="confirmed"} 1',
    'stampede_purchases_total{replica="1",strategy="naive",outcome="confirmed"} 7',
    'stampede_purchases_total{replica="4",strategy="naive",outcome="confirmed"} 7',
  ]);
  expect(lines).toContain('only_there{replica="1"} 1');
  expect(lines.filter((line) => line.startsWith('stampede_shop_up'))).toEqual([1, 0, 0, 1].map((up, index) => `stampede_shop_up{replica="${index + 1}"} ${up}`));
  expect(lines).toContain('stampede_purchase_retries_total{replica="web",strategy="naive"} 2');
  expect(text).toContain('nodejs_eventloop_lag_seconds{replica="web"}');
  const heads = lines.filter((line) => line.startsWith('# '));
  expect(new Set(heads).size).toBe(heads.length);
  // The samples of a metric come together, after its head.
  const names = lines.filter((line) => line.startsWith('# TYPE')).map((line) => line.split(' ')[2]);
  expect(new Set(names).size).toBe(names.length);
});
