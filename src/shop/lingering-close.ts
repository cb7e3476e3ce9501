import type { Socket } from 'node:net';

/** A caller that has not read an answer from its own socket by then has stopped reading. */
const LINGER_MS = 5_000;
/** Far more than any system buffers for one connection. */
const LINGER_BYTES = 32 * 1024 * 1024;

const lingering = new WeakSet<Socket>();

/** Whether the last answer on this connection was sent: whatever still arrives is discarded. */
export const isLingering = (socket: Socket): boolean => lingering.has(socket);

/**
 * Sends the last answer on a connection so that the caller can read it: sends it and our FIN, then keeps reading and
 * discarding what arrives until the caller closes too, for a bounded time and number of bytes.
 *
 * Closing at once would not work: with unread input the kernel closes with RST, and an RST makes the caller's
 * kernel discard the answer that is waiting there. Source: RFC 9112, section 9.6.
 */
export function lingeringClose(socket: Socket, lastWords?: string): void {
  if (lingering.has(socket)) return;
  lingering.add(socket);
  // The HTTP parser must not read any more.
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
