import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebRuntime } from '@/api/runtime/web-runtime';
import { responseTime } from '@/shop/request-id';

export interface WatchOptions {
  requestId: string;
  client: string;
  slowMs: number;
  runtime: Pick<WebRuntime, 'log' | 'metrics' | 'slowRequests' | 'shutdown'>;
}

/**
 * Watches one request to its end: `x-request-id` and `x-response-time` on its reply, a line in the log, a count, and a place
 * among the slow ones. The time is that to the last byte; for a stream of events, which lasts, that to its headers.
 */
export function watchRequest(request: IncomingMessage, response: ServerResponse, { requestId, client, slowMs, runtime: { log, metrics, slowRequests, shutdown } }: WatchOptions): void {
  const startedMs = performance.now();
  // Next rewrites the request's own.
  const { method = '', url = '' } = request;
  let streamSinceMs: number | null = null;
  let closeStream = (): void => undefined;

  response.setHeader('x-request-id', requestId);
  beforeHeaders(response, () => {
    response.setHeader('x-response-time', responseTime(startedMs));
    if (shutdown.isDraining) response.setHeader('connection', 'close');
  }, () => {
    if (!isEventStream(response)) return;
    streamSinceMs = performance.now();
    closeStream = metrics.streamOpened();
  });

  response.once('close', () => {
    closeStream();
    const durationMs = Math.round(((streamSinceMs ?? performance.now()) - startedMs) * 10) / 10;
    const path = url.split('?', 1)[0] ?? '';
    // Nobody was there any more to be answered.
    const aborted = !response.headersSent || (streamSinceMs === null && !response.writableFinished);
    const refused = response.headersSent ? undefined : refusedOnTheWire.get(response);
    const status = response.headersSent ? response.statusCode : (refused ?? 499);
    const slow = durationMs >= slowMs;
    const line = { reqId: requestId, method, path, status, durationMs, client, ...(slow ? { slow } : {}), ...(aborted ? { aborted } : {}) };
    // How long its client took to send it says nothing of the web.
    if (slow && refused === undefined) slowRequests.note({ at: new Date().toISOString(), requestId, method, path, status, durationMs });
    metrics.observeRequest({ method, path, status, durationMs });
    if (slow || status >= 500) log.warn(line, 'request');
    else log.info(line, 'request');
  });
}

/** What the client was answered over the bare connection, because its request never arrived whole. */
const refusedOnTheWire = new WeakMap<ServerResponse, number>();

export function noteRefused(response: ServerResponse, status: number): void {
  refusedOnTheWire.set(response, status);
}

/** Everything that writes headers ends in `writeHead`, Node's own `end` too. */
function beforeHeaders(response: ServerResponse, before: () => void, after: () => void): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = ((...args: unknown[]) => {
    before();
    const result = writeHead(...args);
    after();
    return result;
  });
}

const isEventStream = (response: ServerResponse): boolean => String(response.getHeader('content-type')).startsWith('text/event-stream');
