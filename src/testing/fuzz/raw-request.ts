import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** How the bytes of a body are sent. `abort`: it ends in the middle. `short`: the declared length is too small. */
export type Framing = 'length' | 'chunked' | 'dribble' | 'abort' | 'short' | 'bad-chunks' | 'none';

/** A raw request, in which nothing has to be valid. Text is latin1, one byte for each character. */
export interface RawRequest {
  method: string;
  target: string;
  headers: readonly (readonly [string, string])[];
  body: Buffer;
  framing: Framing;
}

export interface RawReply {
  status: number;
  contentType: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Why there is no reply: `closed` by the server, or nothing within the time. */
export type NoReply = 'closed' | 'late';

const DRIBBLE_MS = 4;
/** A stream does not end by itself; this much of it counts as a reply. */
const ENOUGH_BYTES = 4 * 1_024 * 1_024;

/** Sends it over a connection of its own and reads one reply. Then resets the connection: tens of thousands in TIME_WAIT would use up all ports. */
export function sendRaw(base: URL, request: RawRequest, withinMs: number): Promise<RawReply | NoReply> {
  return new Promise((resolve) => {
    const socket = connect({ host: base.hostname, port: Number(base.port) });
    const chunks: Buffer[] = [];
    let size = 0;
    let timers: NodeJS.Timeout[] = [];
    const settle = (result: RawReply | NoReply): void => {
      for (const timer of timers) clearTimeout(timer);
      timers = [];
      socket.resetAndDestroy();
      resolve(result);
    };
    timers.push(setTimeout(() => settle('late'), withinMs));
    socket.on('error', () => settle(replyIn(Buffer.concat(chunks), request.method, true) ?? 'closed'));
    socket.on('close', () => settle(replyIn(Buffer.concat(chunks), request.method, true) ?? 'closed'));
    socket.on('end', () => settle(replyIn(Buffer.concat(chunks), request.method, true) ?? 'closed'));
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      const reply = replyIn(chunks.length === 1 ? chunk : Buffer.concat(chunks), request.method, size > ENOUGH_BYTES);
      if (reply !== null) settle(reply);
    });
    const [head, ...pieces] = wire(request);
    socket.write(head ?? '');
    pieces.forEach((piece, index) => {
      if (request.framing !== 'dribble') socket.write(piece);
      else timers.push(setTimeout(() => socket.write(piece), (index + 1) * DRIBBLE_MS));
    });
    // A client that hangs up gets no answer.
    if (request.framing === 'abort') timers.push(setTimeout(() => settle('closed'), 15));
  });
}

function wire({ method, target, headers, body, framing }: RawRequest): Buffer[] {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  const half = Math.floor(body.length / 2);
  if (framing === 'chunked' || framing === 'bad-chunks') lines.push('Transfer-Encoding: chunked');
  else if (framing !== 'none') lines.push(`Content-Length: ${framing === 'short' ? half : body.length}`);
  const head = Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  switch (framing) {
    case 'none':
      return [head];
    case 'abort':
      return [head, body.subarray(0, half)];
    case 'bad-chunks':
      return [head, Buffer.from('zz\r\n'), body];
    case 'chunked':
      return [head, ...split(body, 3).filter((part) => part.length > 0).flatMap((part) => [Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]), Buffer.from('0\r\n\r\n')];
    case 'dribble':
      return [head, ...split(body, 12)];
    default:
      return [head, body];
  }
}

function split(body: Buffer, parts: number): Buffer[] {
  const size = Math.max(1, Math.ceil(body.length / parts));
  return Array.from({ length: Math.ceil(body.length / size) }, (_, index) => body.subarray(index * size, (index + 1) * size));
}

/** The first reply once it is complete; of a stream its beginning; with `ended`, whatever has arrived. */
function replyIn(bytes: Buffer, method: string, ended: boolean): RawReply | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const [statusLine = '', ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(statusLine)?.[1] ?? 0);
  const rest = bytes.subarray(headEnd + 4);
  // 100 Continue and the like come before the reply itself.
  if (status >= 100 && status < 200 && status !== 101) return replyIn(rest, method, ended);
  const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
  const contentType = headers['content-type'] ?? '';
  const reply = (body: Buffer | string): RawReply => ({ status, contentType, headers, body: typeof body === 'string' ? body : decoded(body, headers['content-encoding'] ?? '') });
  if (method === 'HEAD' || status === 204 || status === 304) return reply('');
  if (contentType.startsWith('text/event-stream')) return reply(rest.toString('utf8'));
  if (headers['transfer-encoding'] === 'chunked') {
    const body = unchunk(rest);
    return body === null && !ended ? null : reply(body ?? rest);
  }
  const length = headers['content-length'];
  if (length === undefined) return ended ? reply(rest) : null;
  return rest.length >= Number(length) || ended ? reply(rest.subarray(0, Number(length))) : null;
}

/** One that is cut off stays as it is. */
function decoded(body: Buffer, encoding: string): string {
  try {
    if (encoding === 'gzip') return gunzipSync(body).toString('utf8');
    if (encoding === 'br') return brotliDecompressSync(body).toString('utf8');
    if (encoding === 'deflate') return inflateSync(body).toString('utf8');
  } catch {
    // Incomplete.
  }
  return body.toString('utf8');
}

/** Null until the last chunk has arrived. */
function unchunk(bytes: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16);
    if (size === 0) return Buffer.concat(parts);
    if (Number.isNaN(size) || bytes.length < lineEnd + 2 + size) return null;
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 4 + size;
  }
}

/** A command to repeat it by hand; long parts are shortened. */
export function curlLine(base: URL, { method, target, headers, body, framing }: RawRequest): string {
  const cut = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}... (${text.length} bytes)` : text);
  const quoted = (text: string): string => `$'${cut(JSON.stringify(text).slice(1, -1).replaceAll("'", "\\'"))}'`;
  const flags = headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  return [`curl -i -X ${quoted(method)}`, '--path-as-is', ...flags, body.length > 0 ? `--data-binary ${quoted(body.toString('latin1'))}` : '', quoted(`${base.origin}${target}`), `# framing: ${framing}`].filter(Boolean).join(' ');
}
