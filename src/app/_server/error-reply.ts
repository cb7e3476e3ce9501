import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { requestIdOf } from '@/shop/request-id';
import type { Refusal } from './refusal';

const bodyOf = ({ code, message }: Pick<Refusal, 'code' | 'message'>): string => JSON.stringify({ error: { code, message } });

/** Answers a request that goes no further. Its body was not read, so the connection is of no use to another one. */
export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  const body = bodyOf(refusal);
  response.writeHead(refusal.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    connection: 'close',
    ...refusal.headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

const BY_CODE: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'headers_too_large', message: 'The headers are larger than 16 KB. Nothing was done.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, code: 'body_too_large', message: 'The extensions of a chunk are too large. Nothing was done.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'request_timeout', message: 'The request did not arrive in time, so nothing was done. Send it again.' },
};

const MALFORMED: Refusal = { status: 400, code: 'bad_request', message: 'This is not HTTP as RFC 9112 has it, so nothing was read or done.' };

const REASONS: Readonly<Record<number, string>> = { 400: 'Bad Request', 405: 'Method Not Allowed', 408: 'Request Timeout', 413: 'Content Too Large', 431: 'Request Header Fields Too Large' };

/** What is said to a connection whose request could not be read; `code` is that of Node's error. */
export const malformedRefusal = (code: string | undefined): Refusal => BY_CODE[code ?? ''] ?? MALFORMED;

/** Answers where Node has made no reply to write to, and hangs up. */
export function writeRefusal(socket: Socket, refusal: Refusal, headers: Readonly<Record<string, string>>): void {
  const body = bodyOf(refusal);
  const all = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    connection: 'close',
    'x-request-id': requestIdOf(undefined),
    'x-response-time': '0.0ms',
    ...headers,
    ...refusal.headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${refusal.status} ${REASONS[refusal.status] ?? 'Error'}\r\n${lines.join('')}\r\n${body}`);
}
