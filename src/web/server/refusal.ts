import type { IncomingMessage } from 'node:http';
import type { Refusal } from '@/shop/wire-refusal';

/** Longer than any address that this web has ever made; Node itself takes URL and headers together up to 16 KB. */
const MAX_URL = 8_192;

const API_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const PAGE_METHODS = new Set(['GET', 'HEAD']);

const HOST = /^([a-z0-9_.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;

/** Null for a request that everything behind can understand. Nothing is read or done for the others. */
export function refusalOf(request: IncomingMessage, dev: boolean): Refusal | null {
  const { method = '', url = '', headers } = request;
  if (url.length > MAX_URL) return { status: 414, code: 'uri_too_long', message: `An address of more than ${MAX_URL} characters leads nowhere here. Nothing was done.` };
  if (!isPlainPath(url)) return { status: 400, code: 'bad_path', message: 'This path cannot be read: it holds something that is no encoded character, a dot or nothing between two slashes. Nothing was done.' };
  if (headers.host === undefined ? request.httpVersion === '1.1' : !isHost(headers.host)) return { status: 400, code: 'bad_host', message: 'The Host header is no name of a server. Nothing was done.' };
  const allowed = isApi(url) || (dev && url.startsWith('/_')) ? API_METHODS : PAGE_METHODS;
  if (!allowed.has(method)) return { status: 405, code: 'method_not_allowed', message: `${method} is not for ${isApi(url) ? 'the API' : 'a page'}. Nothing was done.`, headers: { allow: [...allowed].join(', ') } };
  return null;
}

/** Whether a call is one of the API, by its address. */
export const isApi = (url: string): boolean => /^\/api(?:[/?]|$)/.test(url);

const isHost = (host: string): boolean => HOST.test(host) && URL.canParse(`http://${host}`);

/**
 * Whether every router reads a path the same way: absolute, decodable, without dot segments, empty segments or slashes in
 * disguise. Routers differ in what they make of the others.
 */
export function isPlainPath(url: string): boolean {
  const [path = ''] = url.split('?', 1);
  if (!path.startsWith('/') || /[^\x21-\x7e]/.test(url)) return false;
  const segments = path.slice(1).split('/');
  const named = path.startsWith(USER_IN_PATH);
  // Nothing after the last slash is how a folder is written.
  return segments.every((segment, index) => isPlainSegment(segment, index === segments.length - 1, named && index === USER_SEGMENT));
}

/** A buyer may be called anything, so what is encoded there is a name and no path. */
const USER_IN_PATH = '/api/admin/limits/';
const USER_SEGMENT = 3;

function isPlainSegment(segment: string, last: boolean, isName: boolean): boolean {
  const decoded = decode(segment);
  return decoded !== null && decoded !== '.' && decoded !== '..' && (isName || !/[/\\]/.test(decoded)) && (decoded !== '' || last);
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
