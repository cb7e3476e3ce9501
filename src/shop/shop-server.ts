import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { purchasePath } from '@/domain/strategy';
import { STRATEGIES, VARIANTS } from '@/strategies/registry';
import type { Strategy } from '@/kit/strategy';
import { openBuy, type ShopRuntime } from './buy';
import type { FaultControl } from './fault-control';
import { leaveTogether } from './leave-together';
import { makeRefusalsLegible } from './legible-refusals';
import { METRICS_TYPE, metricsText, watchPool } from './metrics';
import { handlePurchase } from './purchase-handler';
import type { PurchaseCall } from './read-purchase';
import { requestIdOf, responseTime } from './request-id';
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
  /** Told of every answer that took so long, and of every failure of this shop. */
  onSlow?: { afterMs: number; log: (request: ShopRequest) => void };
  /** Whether it was told to stop: it still sells, but is not ready for more. */
  isDraining?: () => boolean;
}

/** A request, as a log may show it. */
export interface ShopRequest {
  reqId: string;
  method: string;
  path: string;
  status: number;
  durationMs: number;
}

/**
 * A replica of the shop: plain node:http and nothing but the purchase endpoints and `/health`, so that a flood measures
 * the strategy and not a framework.
 */
export function createShopServer(options: ShopServerOptions): Server {
  const { runtime, buildId, onBug, strategies = [...STRATEGIES, ...VARIANTS], isDraining = () => false } = options;
  watchPool(runtime.stores.pool);
  const routes = purchaseRoutes(strategies);
  const buy = openBuy(runtime, onBug);
  const canInjectFaults = Boolean(runtime.faults);
  const server = createServer((request, response) => {
    const answer = answerTo(request, response, options);
    const strategy = routes.get(request.url ?? '');
    // No page talks to a shop: whoever sends an Origin is a page, perhaps of another site.
    if (request.headers.origin !== undefined || request.headers['sec-fetch-site'] === 'cross-site') {
      answer(reply(403, 'forbidden_origin', 'Shops take no calls from web pages. Nothing was bought.'));
    } else if (strategy && request.method === 'POST') {
      readBody(request, response, answer, (body) => {
        void handlePurchase(callOf(request, strategy, body), buy, canInjectFaults).then(answer);
      });
    } else if (request.url === '/health') {
      answer(json({ ok: true, buildId, pid: process.pid, waiting: runtime.stores.pool.waiting }));
    } else if (request.url === '/ready') {
      answer(isDraining() ? { ...json({ ready: false, draining: true }), status: 503 } : json({ ready: true }));
    } else if (request.url === '/metrics') {
      void metricsText().then((text) => answer({ status: 200, headers: { 'content-type': METRICS_TYPE }, body: text }));
    } else if (runtime.faults && request.url?.startsWith('/faults')) {
      void controlFaults(`${request.method ?? ''} ${request.url}`, runtime.faults).then(answer);
    } else if (strategy) {
      answer(reply(405, 'method_not_allowed', 'Buy with POST.', {}, { allow: 'POST' }));
    } else {
      answer(reply(404, 'not_found', 'This shop has only purchase endpoints.'));
    }
  });
  makeRefusalsLegible(server);
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

/** Hands the body on when it is whole and small enough. */
function readBody(request: IncomingMessage, response: ServerResponse, answer: (result: ShopReply) => void, then: (body: string) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    // Once and at once, however much is still to come; it is the last answer on this connection.
    else if (size - chunk.length <= MAX_BODY_BYTES) answer(reply(413, 'body_too_large', `A purchase fits into ${MAX_BODY_BYTES} bytes. Nothing was bought.`, {}, { connection: 'close' }));
  });
  request.on('error', () => response.destroy());
  request.on('end', () => {
    if (size <= MAX_BODY_BYTES) then((chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)).toString('utf8'));
  });
}

const callOf = (request: IncomingMessage, strategy: Strategy, body: string): PurchaseCall => ({
  strategy,
  body,
  idempotencyKey: header(request, 'idempotency-key'),
  thinkMs: header(request, 'x-stampede-think-ms'),
  trace: request.headers['x-stampede-trace'] === '1',
  fault: header(request, 'x-stampede-fault'),
});

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}

/** The way to answer a request, with its id and the time that it took; the slow ones are told. */
function answerTo(request: IncomingMessage, response: ServerResponse, { onSlow, isDraining }: ShopServerOptions): (result: ShopReply) => void {
  const startedMs = performance.now();
  const reqId = requestIdOf(request.headers['x-request-id']);
  return ({ status, headers, body, lost }) => {
    if (lost) {
      response.destroy();
      return;
    }
    // A flat list: Node copies an object of headers first.
    const head = ['content-type', headers['content-type'] ?? 'application/json'];
    for (const name in headers) if (name !== 'content-type') head.push(name, headers[name] ?? '');
    head.push('content-length', String(Buffer.byteLength(body)), 'x-request-id', reqId, 'x-response-time', responseTime(startedMs));
    if (isDraining?.() === true) head.push('connection', 'close');
    leaveTogether(response, status, head, body);
    const durationMs = performance.now() - startedMs;
    if (onSlow && (durationMs >= onSlow.afterMs || status === 500)) {
      onSlow.log({ reqId, method: request.method ?? '', path: request.url?.split('?', 1)[0] ?? '', status, durationMs: Math.round(durationMs * 10) / 10 });
    }
  };
}
