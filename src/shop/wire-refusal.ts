import { STATUS_CODES } from 'node:http';
import { requestIdOf } from './request-id';

/** The reply to a request that is refused before it reaches a route. */
export interface Refusal {
  status: number;
  code: string;
  message: string;
  headers?: Record<string, string>;
}

export const refusalBody = ({ code, message }: Refusal): string => JSON.stringify({ error: { code, message } });

const BY_CODE: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'headers_too_large', message: 'The headers are larger than 16 KB. Nothing was done.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, code: 'body_too_large', message: 'The extensions of a chunk are too large. Nothing was done.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'request_timeout', message: 'The request did not arrive in time, so nothing was done. Send it again.' },
};

const MALFORMED: Refusal = { status: 400, code: 'bad_request', message: 'This is not HTTP as defined in RFC 9112, so nothing was read or done.' };

/** The refusal for a connection whose request could not be read; `code` is that of Node's error. */
export const malformedRefusal = (code: string | undefined): Refusal => BY_CODE[code ?? ''] ?? MALFORMED;

/** The raw reply, for when Node has no response object. */
export function refusalOnWire(refusal: Refusal, headers: Readonly<Record<string, string>> = {}): string {
  const body = refusalBody(refusal);
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
  return `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? 'Error'}\r\n${lines.join('')}\r\n${body}`;
}
