import { once } from 'node:events';
import type { Socket } from 'node:net';
import { authenticator } from './authenticate';
import { dial } from './dial';
import { frontendMessage, messageReader, zeroEnded, type BackendMessage, type ReportFields } from './messages';

/** The server would not let us in. */
export class ConnectionRefused extends Error {
  constructor(fields: ReportFields) {
    super(`${fields.get('S') ?? 'FATAL'}:  ${fields.get('M') ?? 'the server refused the connection'}`);
    this.name = 'ConnectionRefused';
  }
}

/**
 * A connection that hands on every message of the server, in order. postgres.js gives the result of a query that succeeded;
 * of a query of several statements that failed it drops what the first ones returned, and of a notification who sent it,
 * and a transcript shows both.
 */
export interface WireConnection {
  /** The server's process for this connection. */
  readonly pid: number;
  /** What has come and was not taken yet; the reader takes from the front. */
  readonly inbox: BackendMessage[];
  /** Whether the connection is gone. What came before stays in the inbox. */
  readonly isClosed: boolean;
  /** Sends SQL, one statement or several, by the simple query protocol. */
  send(sql: string): void;
  /** Resolves with true once more has come, or the connection is gone; with false when neither happened in that time. */
  arrival(withinMs: number): Promise<boolean>;
  /** Closes it and waits until it is closed. A second call waits with the first. */
  close(): Promise<void>;
}

/** Opens one. Throws `ConnectionRefused`, or what the network or the authentication threw. */
export async function openWire(databaseUrl: string, applicationName: string): Promise<WireConnection> {
  const url = new URL(databaseUrl);
  const socket = await dial(url);
  const inbox: BackendMessage[] = [];
  let isClosed = false;
  let wake: () => void = () => undefined;
  const read = messageReader();
  socket.on('data', (bytes) => {
    for (const message of read(bytes)) {
      // Nobody here has data for COPY FROM STDIN: say so, or the server would wait for ever.
      if (message.kind === 'copy' && message.status === 'PGRES_COPY_IN') socket.write(frontendMessage('f', zeroEnded('no data here')));
      inbox.push(message);
    }
    wake();
  });
  // A lost connection is seen as a closed one.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isClosed = true;
    wake();
  });
  const arrival = (withinMs: number): Promise<boolean> => {
    if (isClosed) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(false), withinMs);
      const settle = (came: boolean): void => {
        clearTimeout(timer);
        wake = () => undefined;
        resolve(came);
      };
      wake = () => settle(true);
    });
  };
  let closing: Promise<void> | null = null;
  const sayGoodbye = async (): Promise<void> => {
    if (isClosed) return;
    const closed = once(socket, 'close');
    socket.end(frontendMessage('X', Buffer.alloc(0)));
    // A server that is busy with a statement does not read the farewell.
    const timer = setTimeout(() => socket.destroy(), 2_000);
    await closed;
    clearTimeout(timer);
  };
  try {
    const pid = await logIn(url, applicationName, socket, inbox, arrival, () => isClosed);
    return {
      pid,
      inbox,
      get isClosed() {
        return isClosed;
      },
      send: (sql) => void socket.write(frontendMessage('Q', zeroEnded(sql))),
      arrival,
      // Whoever aborts and whoever cleans up may both ask for it.
      close: () => (closing ??= sayGoodbye()),
    };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Says who we are, answers what is asked, and takes everything until the server is ready. */
async function logIn(
  url: URL,
  applicationName: string,
  socket: Socket,
  inbox: BackendMessage[],
  arrival: WireConnection['arrival'],
  isClosed: () => boolean,
): Promise<number> {
  const user = decodeURIComponent(url.username);
  const database = decodeURIComponent(url.pathname.slice(1)) || user;
  const answer = authenticator(user, decodeURIComponent(url.password));
  socket.write(startup({ user, database, client_encoding: 'UTF8', application_name: applicationName }));
  let pid = 0;
  for (;;) {
    const message = inbox.shift();
    if (message === undefined) {
      if (isClosed()) throw new Error('The server closed the connection before it was ready.');
      if (!(await arrival(10_000))) throw new Error('The server did not get ready within 10 s.');
    } else if (message.kind === 'error') throw new ConnectionRefused(message.fields);
    else if (message.kind === 'authentication') {
      const reply = answer(message.method, message.data);
      if (reply !== null) socket.write(reply);
    } else if (message.kind === 'key') pid = message.pid;
    else if (message.kind === 'ready') return pid;
  }
}

function startup(parameters: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(parameters).flatMap(([name, value]) => [zeroEnded(name), zeroEnded(value)]);
  const head = Buffer.alloc(8);
  // Protocol 3.0.
  head.writeInt32BE(196_608, 4);
  const message = Buffer.concat([head, ...pairs, Buffer.alloc(1)]);
  message.writeInt32BE(message.length, 0);
  return message;
}
