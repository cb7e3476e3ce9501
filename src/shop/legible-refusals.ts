import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { isLingering, lingeringClose } from './lingering-close';
import { malformedRefusal, refusalOnWire } from './wire-refusal';

export interface RefusalOptions {
  /** Beside those that every refusal has. */
  headers?: () => Readonly<Record<string, string>>;
  /** The request whose body did not arrive, and what its caller was answered on the bare connection. */
  onRefused?: (response: ServerResponse, status: number) => void;
}

/**
 * Makes a server whose callers read every answer that ends a connection: those to requests that could not be read or did
 * not arrive in time, and those that are given before all of the request was read.
 */
export function makeRefusalsLegible(server: Server, options: RefusalOptions = {}): void {
  /** The latest request of each connection, and those before it that are not answered yet. */
  const latest = new WeakMap<Socket, ServerResponse[]>();
  server.on('connection', (socket: Socket) => {
    // What Node calls after an answer that is the last of its connection.
    socket.destroySoon = () => lingeringClose(socket);
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    latest.set(socket, [...(latest.get(socket)?.filter(isOpen) ?? []), response]);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (isLingering(socket)) return;
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else refuse(socket, error.code, latest.get(socket) ?? [], options);
  });
}

/** Until Node has decided whether its answer is the last of the connection. */
const isOpen = (response: ServerResponse): boolean => !response.destroyed;

/** Answers for bytes that are no request, or for the last of several when its body broke off, in its turn. */
function refuse(socket: Socket, code: string | undefined, responses: readonly ServerResponse[], { headers, onRefused }: RefusalOptions): void {
  // Half an answer must not be followed by another one.
  if (responses.some((response) => isOpen(response) && response.headersSent && !response.writableEnded)) {
    socket.destroy();
    return;
  }
  const last = responses.at(-1);
  const broken = last?.req.complete === false ? last : undefined;
  const lastWords = (): void => {
    // A request is answered once.
    if (broken?.headersSent === true) {
      lingeringClose(socket);
      return;
    }
    const refusal = malformedRefusal(code);
    if (broken) onRefused?.(broken, refusal.status);
    lingeringClose(socket, refusalOnWire(refusal, headers?.()));
  };
  const before = responses.findLast((response) => response !== broken && isOpen(response));
  if (before === undefined) {
    lastWords();
    return;
  }
  // Nothing more is read meanwhile. An answer now would be taken for that to an earlier request, which goes on.
  socket.removeAllListeners('data').on('data', () => undefined).pause();
  before.once('close', () => {
    if (socket.writable) lastWords();
  });
}
