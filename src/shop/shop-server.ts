import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { purchasePath } from '@/domain/strategy';
import { STRATEGIES, VARIANTS } from '@/strategies/registry';
import type { Strategy } from '@/strategies/strategy';
import { handlePurchase, type ShopRuntime } from './purchase-handler';
import type { FaultControl } from './fault-control';
import { reply, type ShopReply } from './shop-reply';

const MAX_BODY_BYTES = 16 * 1024;
/** What a buyer gets who names no strategy. */
const DEFAULT_GOOD = 'conditional-update';

/** Path to strategy; every strategy also answers under `/api/buy-bad/{id}` or `/api/buy-good/{id}`. */
export function purchaseRoutes(strategies: readonly Strategy[]): ReadonlyMap<string, Strategy> {
  const routes = new Map<string, Strategy>();
  for (const strategy of strategies) {
    routes.set(purchasePath(strategy.id, strategy.class), strategy);
    routes.set(`/api/buy-${strategy.class === 'safe' ? 'good' : 'bad'}/${strategy.id}`, strategy);
    if (strategy.id === DEFAULT_GOOD) routes.set('/api/buy-good', strategy);
  }
  return routes;
}

export interface ShopServerOptions {
  runtime: ShopRuntime;
  /** Which sources this shop runs. */
  buildId: string;
  onBug: (error: unknown) => void;
  strategies?: readonly Strategy[];
}

/**
 * A replica of the shop: plain node:http and nothing but the purchase endpoints and `/health`, so that a flood measures
 * the strategy and not a framework.
 */
export function createShopServer({ runtime, buildId, onBug, strategies = [...STRATEGIES, ...VARIANTS] }: ShopServerOptions): Server {
  const routes = purchaseRoutes(strategies);
  const server = createServer((request, response) => {
    const strategy = routes.get(request.url ?? '');
    // No page talks to a shop: whoever sends an Origin is a page, perhaps of another site.
    if (request.headers.origin !== undefined || request.headers['sec-fetch-site'] === 'cross-site') {
      send(response, reply(403, 'forbidden_origin', 'Shops take no calls from web pages. Nothing was bought.'));
    } else if (strategy && request.method === 'POST') {
      serve(request, response, strategy, runtime, onBug);
    } else if (request.url === '/health') {
      send(response, json({ ok: true, buildId, pid: process.pid, waiting: runtime.stores.pool.waiting }));
    } else if (runtime.faults && request.url?.startsWith('/faults')) {
      void controlFaults(`${request.method ?? ''} ${request.url}`, runtime.faults).then((result) => send(response, result));
    } else if (strategy) {
      send(response, reply(405, 'method_not_allowed', 'Buy with POST.', {}, { allow: 'POST' }));
    } else {
      send(response, reply(404, 'not_found', 'This shop has only purchase endpoints.'));
    }
  });
  // Longer than any client keeps an idle connection, so that a request never meets one that is being closed.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 80_000;
  return server;
}

/** What the process that floods tells this shop to suffer; only there when Stampede started it for itself. */
async function controlFaults(call: string, faults: FaultControl): Promise<ShopReply> {
  if (call === 'POST /faults/release') await faults.release();
  else if (call === 'POST /faults/occupy-pool') await faults.occupyPool();
  else if (POOL_LIMIT.test(call)) faults.limitPool(Number(POOL_LIMIT.exec(call)?.[1]) || null);
  else if (call !== 'GET /faults') return reply(404, 'not_found', 'There is no such control.');
  return json({ pid: process.pid, ...faults.state() });
}

/** 0 is no limit. */
const POOL_LIMIT = /^POST \/faults\/pool-limit\/(\d{1,3})$/;

const json = (body: object): ShopReply => ({ status: 200, headers: {}, body: JSON.stringify(body) });

function serve(
  request: IncomingMessage,
  response: ServerResponse,
  strategy: Strategy,
  runtime: ShopRuntime,
  onBug: (error: unknown) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  });
  request.on('error', () => response.destroy());
  request.on('end', () => {
    if (size > MAX_BODY_BYTES) {
      send(response, reply(413, 'body_too_large', `A purchase fits into ${MAX_BODY_BYTES} bytes. Nothing was bought.`));
      return;
    }
    const call = {
      strategy,
      body: (chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)).toString('utf8'),
      idempotencyKey: header(request, 'idempotency-key'),
      thinkMs: header(request, 'x-stampede-think-ms'),
      trace: request.headers['x-stampede-trace'] === '1',
      fault: header(request, 'x-stampede-fault'),
    };
    void handlePurchase(call, runtime, onBug).then((result) => send(response, result));
  });
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}

function send(response: ServerResponse, { status, headers, body, lost }: ShopReply): void {
  if (lost) {
    response.destroy();
    return;
  }
  response.writeHead(status, { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
