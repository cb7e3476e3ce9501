import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { isLingering, lingeringClose } from './lingering-close';
import { malformedRefusal, refusalOnWire } from './wire-refusal';

export interface RefusalOptions {
  /** In addition to those of every refusal. */
  headers?: () => Readonly<Record<string, string>>;
  /** The request whose body did not arrive, and the answer that its caller got on the bare connection. */
  onRefused?: (response: ServerResponse, status: number) => void;
}

/**
 * Makes a server whose callers can read every answer that ends a connection: those to requests that could not be read or did
 * not arrive in time, and those that are sent before the whole request was read.
 */
export function makeRefusalsLegible(server: Server, options: RefusalOptions = {}): void {
  /** The latest request of each connection, and those before it that are not answered yet. */
  const latest = new WeakMap<Socket, ServerResponse[]>();
  server.on('connection', (socket: Socket) => {
    // Node calls this after the last answer of a connection.
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

/** Answers bytes that are not a request, or the last of several requests if its body broke off, after the earlier ones. */
function refuse(socket: Socket, code: string | undefined, responses: readonly ServerResponse[], { headers, onRefused }: RefusalOptions): void {
  // A half-sent answer must not be followed by another one.
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
  // Nothing more is read meanwhile. The client would take an answer now for that to an earlier request, which is still running.
  socket.removeAllListeners('data').on('data', () => undefined).pause();
  before.once('close', () => {
    if (socket.writable) lastWords();
  });
}
