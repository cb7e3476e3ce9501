import { once } from 'node:events';
import { createServer } from 'node:net';

/** Somebody may listen on one of them only, and not every system counts that as taken for the others. */
const ADDRESSES = ['127.0.0.1', '0.0.0.0', '::'];

/**
 * `preferred` when nobody listens there, else (and for 0) one that the system picks. `avoid` names ports that are spoken for.
 * Somebody else may still be faster to take it: whoever starts a server there must be ready to try again.
 */
export async function freePort(preferred: number, avoid: readonly number[] = []): Promise<number> {
  if (preferred !== 0 && !avoid.includes(preferred) && (await isFree(preferred))) return preferred;
  for (;;) {
    const port = await listenOnce(0, '127.0.0.1');
    if (port !== null && !avoid.includes(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  for (const address of ADDRESSES) if ((await listenOnce(port, address)) === null) return false;
  return true;
}

/** The port on which it could listen for a moment; null when that one is taken. */
async function listenOnce(port: number, address: string): Promise<number | null> {
  const server = createServer();
  try {
    server.listen(port, address);
    await once(server, 'listening');
    const bound = server.address();
    return typeof bound === 'object' && bound !== null ? bound.port : null;
  } catch (error) {
    // A machine without IPv6 has no such address, and then nobody listens there.
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' ? port : null;
  } finally {
    if (server.listening) {
      server.close();
      await once(server, 'close');
    }
  }
}
