import type { ServerResponse } from 'node:http';
import { refusalBody, type Refusal } from '@/shop/wire-refusal';

/** Answers a request that goes no further. Its body was not read, so the connection is of no use to another one. */
export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  const body = refusalBody(refusal);
  response.writeHead(refusal.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    connection: 'close',
    ...refusal.headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
