import { connect, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type postgres from 'postgres';

/** The status in every ReadyForQuery: idle, in a transaction, or in a failed one. */
export type TransactionStatus = 'idle' | 'open' | 'failed';

/** Source: PostgreSQL manual, Message Formats, ReadyForQuery. */
const STATUS = new Map<number, TransactionStatus>([['I', 'idle'], ['T', 'open'], ['E', 'failed']].map(([byte, status]) => [byte?.charCodeAt(0) ?? 0, status as TransactionStatus]));
const READY_FOR_QUERY = 'Z'.charCodeAt(0);
/** A type byte and a length of four bytes, which includes itself. */
const HEADER_BYTES = 5;

/** Where a client connects to, as postgres.js has parsed it from the address. */
export type Endpoint = Pick<postgres.ParsedOptions, 'host' | 'port' | 'path' | 'ssl'>;

/**
 * A socket for a postgres.js client that reports the transaction status whenever the server sends it, before the driver
 * sees the same bytes: postgres.js does not expose it. Connects by itself; a failure is an error event, as with any socket.
 */
export function watchedSocket(endpoint: Endpoint, connectTimeoutMs: number, onStatus: (status: TransactionStatus) => void): Socket | Promise<Socket> {
  const plain = endpoint.path ? connect(endpoint.path) : connect(endpoint.port[0] ?? 5432, endpoint.host[0] ?? 'localhost');
  if (!endpoint.ssl) return watched(plain, onStatus);
  return secured(plain, endpoint, connectTimeoutMs).then((socket) => watched(socket, onStatus), failing);
}

function watched(socket: Socket, onStatus: (status: TransactionStatus) => void): Socket {
  return socket.on('data', statusReader(onStatus));
}

/** Follows the frames of the server's messages, however they are split into chunks, and reads only ReadyForQuery. */
export function statusReader(onStatus: (status: TransactionStatus) => void): (chunk: Buffer) => void {
  let header: Buffer = NOTHING;
  /** Bytes of the present message that are still to come. */
  let rest = 0;
  let isReady = false;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (rest > 0) {
        if (isReady) onStatus(STATUS.get(chunk[at] ?? 0) ?? 'idle');
        isReady = false;
        const skipped = Math.min(rest, chunk.length - at);
        rest -= skipped;
        at += skipped;
        continue;
      }
      // Nearly always complete; split only at the end of a chunk.
      const cut = header.length > 0 || chunk.length - at < HEADER_BYTES;
      if (cut) {
        const missing = HEADER_BYTES - header.length;
        header = Buffer.concat([header, chunk.subarray(at, at + missing)]);
        at += missing;
        if (header.length < HEADER_BYTES) return;
      }
      const [frame, start] = cut ? [header, 0] : [chunk, at];
      isReady = frame[start] === READY_FOR_QUERY;
      rest = frame.readInt32BE(start + 1) - 4;
      if (cut) header = NOTHING;
      else at += HEADER_BYTES;
    }
  };
}

const NOTHING = Buffer.alloc(0);

/** An SSLRequest: its length and its code. Source: PostgreSQL manual, Message Formats. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** TLS according to `sslmode`, over a socket that is still connecting. Rejects when the server offers none and it is required. */
async function secured(plain: Socket, { host, ssl }: Endpoint, connectTimeoutMs: number): Promise<Socket> {
  const [hostname = 'localhost'] = host;
  plain.setTimeout(connectTimeoutMs, () => plain.destroy(Object.assign(new Error(`${hostname} did not answer within ${connectTimeoutMs} ms; nothing was sent.`), { code: 'CONNECT_TIMEOUT' })));
  plain.write(SSL_REQUEST);
  const answer = await new Promise<Buffer>((resolve, reject) => plain.once('data', resolve).once('error', reject));
  if (String.fromCharCode(answer[0] ?? 0) !== 'S') {
    if (ssl === 'prefer' || ssl === 'allow') return plain.setTimeout(0);
    throw Object.assign(new Error(`${hostname} offers no TLS, and sslmode asks for it; nothing was sent.`), { code: 'ECONNREFUSED' });
  }
  const own = typeof ssl === 'object' ? ssl : { rejectUnauthorized: ssl === 'verify-full' };
  return new Promise((resolve, reject) => {
    const socket = connectTls({ socket: plain, servername: hostname, ...own }, () => resolve(socket.setTimeout(0)));
    socket.once('error', reject);
  });
}

/** A socket that fails by itself a moment later: the driver handles that, and does not handle a rejection. */
function failing(reason: Error): Socket {
  const socket = new Socket();
  setImmediate(() => socket.destroy(reason));
  return socket;
}
