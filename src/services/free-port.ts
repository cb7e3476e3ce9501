import { once } from 'node:events';
import { createServer } from 'node:net';

/** A server may listen on only one of them, and not every system counts the port as taken for the others then. */
const ADDRESSES = ['127.0.0.1', '0.0.0.0', '::'];

/**
 * Below those that systems hand out for outgoing connections (Linux from 32768, macOS and Windows from 49152). A client that keeps
 * trying to reach a dead server on such a port may be given that very port to call from, is then connected to itself, and the
 * server can never come back on its port.
 */
const OURS = { first: 20_000, count: 12_000 };

/**
 * `preferred` if no server listens there, else (and for 0) any other. `avoid` names ports that are reserved.
 * Another process may still be faster to take it: a caller that starts a server there must be ready to try again.
 */
export async function freePort(preferred: number, avoid: readonly number[] = []): Promise<number> {
  if (preferred !== 0 && !avoid.includes(preferred) && (await isFree(preferred))) return preferred;
  for (;;) {
    const port = OURS.first + Math.floor(Math.random() * OURS.count);
    if (!avoid.includes(port) && (await isFree(port))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  for (const address of ADDRESSES) if ((await listenOnce(port, address)) === null) return false;
  return true;
}

/** The port, if it was possible to listen there for a moment; null if it is taken. */
async function listenOnce(port: number, address: string): Promise<number | null> {
  const server = createServer();
  try {
    server.listen(port, address);
    await once(server, 'listening');
    const bound = server.address();
    return typeof bound === 'object' && bound !== null ? bound.port : null;
  } catch (error) {
    // A machine without IPv6 has no such address, so no server listens there.
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' ? port : null;
  } finally {
    if (server.listening) {
      server.close();
      await once(server, 'close');
    }
  }
}
