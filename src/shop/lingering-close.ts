import type { Socket } from 'node:net';

/** A caller that has not taken an answer from its own socket by then has stopped to look. */
const LINGER_MS = 5_000;
/** Far more than any system keeps in flight for one connection. */
const LINGER_BYTES = 32 * 1024 * 1024;

const lingering = new WeakSet<Socket>();

/** Whether the last word on this connection has been said: whatever still arrives is thrown away. */
export const isLingering = (socket: Socket): boolean => lingering.has(socket);

/**
 * Says its last word on a connection, so that the caller gets to read it: sends it and our FIN, then goes on reading and
 * throws away what arrives until the caller closes too, for a bounded time and number of bytes.
 *
 * Closing at once would not do. With input that was not read, the kernel closes by RST, and an RST makes the caller's
 * kernel throw away the answer that is waiting there. Source: RFC 9112, section 9.6.
 */
export function lingeringClose(socket: Socket, lastWords?: string): void {
  if (lingering.has(socket)) return;
  lingering.add(socket);
  // The HTTP parser has seen enough.
  socket.removeAllListeners('data');
  let discarded = 0;
  socket.on('data', (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > LINGER_BYTES) destroyOnceSent(socket);
  });
  socket.on('error', () => socket.destroy());
  if (lastWords === undefined) socket.end();
  else socket.end(lastWords);
  onceSent(socket, () => {
    const timer = setTimeout(() => socket.destroy(), LINGER_MS);
    timer.unref();
    socket.once('close', () => clearTimeout(timer));
  });
  socket.resume();
}

function destroyOnceSent(socket: Socket): void {
  socket.removeAllListeners('data').pause();
  onceSent(socket, () => socket.destroy());
}

function onceSent(socket: Socket, then: () => void): void {
  if (socket.writableFinished) then();
  else socket.once('finish', then);
}
