import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { WebRuntime } from '@/api/runtime/web-runtime';
import { makeRefusalsLegible } from '@/shop/legible-refusals';
import { lingeringClose } from '@/shop/lingering-close';
import { requestIdOf } from '@/shop/request-id';
import { refusalOnWire, type Refusal } from '@/shop/wire-refusal';
import { clientAddress } from './client-address';
import { sendRefusal } from './error-reply';
import { isApi, refusalOf } from './refusal';
import { noteRefused, watchRequest } from './request-watch';
import { securityHeaders } from './security-headers';
import { streamLimit } from './stream-limit';

export interface WebServerOptions {
  /** Who answers whatever is not refused here. */
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Where requests are logged and counted, and which knows when this process stops. */
  runtime: Pick<WebRuntime, 'log' | 'metrics' | 'slowRequests' | 'shutdown'>;
  slowMs: number;
  trustedProxies: number;
  dev: boolean;
  /** Refuses a method that a route does not have. */
  methods?: (url: string, method: string) => Refusal | null;
  /** Streams of events that one client may have open; null for as many as it likes. */
  streamsPerClient?: number | null;
  limits?: Partial<Limits>;
}

interface Limits {
  /** For all headers of a request to arrive. */
  headersMs: number;
  /** For all of it to arrive. How long its answer takes is another matter. */
  requestMs: number;
  connections: number;
}

const LIMITS: Limits = { headersMs: 15_000, requestMs: 30_000, connections: 10_000 };
const MAX_HEADER_BYTES = 16 * 1024;
/** Longer than any client or proxy keeps an idle connection, so that a request never meets one that is being closed. */
const KEEP_ALIVE_MS = 75_000;

/**
 * The web's own server, in front of Next's: what a request must be, whose it is and how long it took is decided here, the
 * same for pages, files, API and errors.
 */
export function createWebServer(options: WebServerOptions): Server {
  const limits = { ...LIMITS, ...options.limits };
  const tooManyStreams = streamLimit(options.streamsPerClient ?? null);
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.min(1_000, limits.headersMs / 2),
      // Looked at with the rest of the request, so that the reply is ours.
      requireHostHeader: false,
    },
    (request, response) => serve(request, response, options, tooManyStreams),
  );
  server.maxConnections = limits.connections;
  // A request whose body did not arrive is under way already, and is logged by what its caller was answered.
  makeRefusalsLegible(server, { headers: plainHeaders, onRefused: noteRefused });
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    prepare(request, response, options);
    sendRefusal(response, { status: 417, code: 'expectation_failed', message: 'Only 100-continue can be expected here. Nothing was done.' });
  });
  server.on('connect', (_request, socket: Socket) => {
    lingeringClose(socket, refusalOnWire({ status: 405, code: 'method_not_allowed', message: 'This is no proxy. Nothing was done.', headers: { allow: 'GET, HEAD, POST' } }, plainHeaders()));
  });
  return server;
}

function serve(request: IncomingMessage, response: ServerResponse, options: WebServerOptions, tooManyStreams: ReturnType<typeof streamLimit>): void {
  prepare(request, response, options);
  const { url = '', method = '' } = request;
  const refusal = refusalOf(request, options.dev) ?? options.methods?.(url, method) ?? tooManyStreams(url, text(request.headers['x-stampede-client']) ?? '', response);
  if (refusal) {
    sendRefusal(response, refusal);
    return;
  }
  options.handle(request, response).catch((error: unknown) => {
    options.runtime.log.error({ err: error, reqId: request.headers['x-request-id'] }, 'a bug');
    if (response.headersSent) response.destroy();
    else sendRefusal(response, { status: 500, code: 'internal', message: 'Something broke on the server; its log has the details.' });
  });
}

/** Puts what is known of a request where all behind find it, in the place of whatever its client claimed. */
function prepare(request: IncomingMessage, response: ServerResponse, { runtime, slowMs, trustedProxies, dev }: WebServerOptions): void {
  const { headers, url = '' } = request;
  const requestId = requestIdOf(headers['x-request-id']);
  const client = clientAddress(request.socket.remoteAddress, text(headers['x-forwarded-for']), trustedProxies);
  const https = trustedProxies > 0 && text(headers['x-forwarded-proto'])?.split(',').at(-1)?.trim() === 'https';
  const nonce = randomBytes(16).toString('base64');
  // Without a proxy these are only what a client would like to be.
  for (const name of FORWARDED) if (trustedProxies === 0) Reflect.deleteProperty(headers, name);
  for (const name of PARTIAL_PAGE) if (!dev) Reflect.deleteProperty(headers, name);
  const kind = isApi(url) ? 'api' : url.startsWith('/_next/static/') ? 'static' : 'page';
  const security = securityHeaders({ kind, nonce, https, dev });
  Object.assign(headers, {
    'x-request-id': requestId,
    'x-stampede-client': client,
    'x-stampede-nonce': nonce,
    'x-forwarded-proto': https ? 'https' : 'http',
    // Where Next looks for the nonce of its own scripts.
    'content-security-policy': security['content-security-policy'],
  });
  Reflect.deleteProperty(headers, 'content-security-policy-report-only');
  watchRequest(request, response, { requestId, client, slowMs, runtime });
  for (const [name, value] of Object.entries(security)) response.setHeader(name, value);
}

const FORWARDED = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto', 'forwarded'];

/** With these Next's router asks for a part of a page. Next answers 500 to one that it cannot read; a whole page is always right. */
const PARTIAL_PAGE = ['next-router-state-tree', 'next-router-prefetch', 'next-router-segment-prefetch', 'next-url'];

const text = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value.join(',') : value);

const plainHeaders = (): Record<string, string> => securityHeaders({ kind: 'api', nonce: '', https: false, dev: false });
