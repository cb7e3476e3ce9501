import { Client, Connection, DatabaseError, type Submittable } from 'pg';

/** An error or a notice, field by field, as the server sent it. */
export type ServerReport = {
  [Field in 'severity' | 'code' | 'message' | 'detail' | 'hint' | 'position' | 'internalPosition' | 'internalQuery' | 'where']: string | undefined;
};

/** What a server sends, as far as the simple query protocol goes. Values are the server's own text. */
export type BackendMessage =
  | { kind: 'row-description'; columns: readonly string[] }
  | { kind: 'row'; values: readonly (string | null)[] }
  | { kind: 'complete' | 'empty' | 'ready' }
  | { kind: 'copy'; status: 'PGRES_COPY_IN' | 'PGRES_COPY_OUT' | 'PGRES_COPY_BOTH' }
  | { kind: 'error' | 'notice'; report: ServerReport }
  | { kind: 'notification'; pid: number; channel: string; payload: string };

/** The server would not let us in. */
export class ConnectionRefused extends Error {
  constructor(report: ServerReport, options?: ErrorOptions) {
    super(`${report.severity ?? 'FATAL'}:  ${report.message ?? 'the server refused the connection'}`, options);
    this.name = 'ConnectionRefused';
  }
}

/**
 * A connection that passes on every message of the server, in order. postgres.js gives the result of a query that succeeded;
 * when one of several statements fails, it drops what the first ones returned, and it drops the sender of a notification,
 * and a transcript shows both.
 */
export interface WireConnection {
  /** The server's process for this connection. */
  readonly pid: number;
  /** Messages that were received and not read yet; the reader takes from the front. */
  readonly inbox: BackendMessage[];
  /** Whether the connection is gone. Messages received before stay in the inbox. */
  readonly isClosed: boolean;
  /** Sends SQL, one statement or several, by the simple query protocol. */
  send(sql: string): void;
  /** Resolves with true once more was received or the connection is gone; with false when neither happened in that time. */
  arrival(withinMs: number): Promise<boolean>;
  /** Closes it and waits until it is closed. A second call waits with the first. */
  close(): Promise<void>;
}

/** Opens one. Throws `ConnectionRefused`, or what the network or the authentication threw. */
export async function openWire(databaseUrl: string, applicationName: string): Promise<WireConnection> {
  const url = new URL(databaseUrl);
  const mode = url.searchParams.get('sslmode') ?? 'disable';
  if (mode === 'disable' || mode === 'allow') return logIn(url, applicationName, false);
  return logIn(url, applicationName, { rejectUnauthorized: mode.startsWith('verify') }).catch((error: unknown) => {
    if (mode === 'prefer' && error instanceof Error && error.message.includes('does not support SSL')) return logIn(url, applicationName, false);
    throw error;
  });
}

/** pg opens the connection, encrypts it and authenticates; we read the messages as they come in. */
async function logIn(url: URL, applicationName: string, ssl: false | { rejectUnauthorized: boolean }): Promise<WireConnection> {
  const connection = new Connection({ ssl });
  const folder = url.searchParams.get('host');
  const user = decodeURIComponent(url.username);
  const options = {
    connection,
    ssl,
    host: folder?.startsWith('/') ? folder : decodeURIComponent(url.hostname) || 'localhost',
    port: Number(url.port || '5432'),
    user,
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)) || user,
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
  };
  const client = new Client(options);
  const inbox: BackendMessage[] = [];
  let pid = 0;
  let isClosed = false;
  let wake: () => void = () => undefined;
  handOn(connection, (message) => {
    inbox.push(message);
    wake();
  });
  connection.on('backendKeyData', ({ processID }: { processID: number }) => (pid = processID));
  connection.on('end', () => {
    isClosed = true;
    wake();
  });
  // A lost connection shows as a closed one.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    connection.stream.destroy();
    throw error instanceof DatabaseError ? new ConnectionRefused(error, { cause: error }) : error;
  }
  // Messages before this belong to no statement.
  inbox.splice(0);
  const sayGoodbye = async (): Promise<void> => {
    // A server that hangs does not read the Terminate message.
    const timer = setTimeout(() => connection.stream.destroy(), 2_000);
    await client.end();
    clearTimeout(timer);
  };
  let closing: Promise<void> | null = null;
  return {
    pid,
    inbox,
    get isClosed() {
      return isClosed;
    },
    send: (sql) => void client.query(statement(sql)),
    arrival: (withinMs) => {
      if (isClosed) return Promise.resolve(true);
      return new Promise((resolve) => {
        const settle = (came: boolean): void => {
          clearTimeout(timer);
          wake = () => undefined;
          resolve(came);
        };
        const timer = setTimeout(() => settle(false), withinMs);
        wake = () => settle(true);
      });
    },
    // Both an abort and the end of the work may call it.
    close: () => (closing ??= sayGoodbye()),
  };
}

/** Passes on every message that a transcript may show, and the end of each answer. */
function handOn(connection: Connection, give: (message: BackendMessage) => void): void {
  connection.on('rowDescription', ({ fields }: { fields: readonly { name: string }[] }) => give({ kind: 'row-description', columns: fields.map(({ name }) => name) }));
  connection.on('dataRow', ({ fields }: { fields: readonly (string | null)[] }) => give({ kind: 'row', values: fields }));
  connection.on('commandComplete', () => give({ kind: 'complete' }));
  connection.on('emptyQuery', () => give({ kind: 'empty' }));
  connection.on('copyInResponse', () => give({ kind: 'copy', status: 'PGRES_COPY_IN' }));
  connection.on('copyOutResponse', () => give({ kind: 'copy', status: 'PGRES_COPY_OUT' }));
  connection.on('replicationStart', () => give({ kind: 'copy', status: 'PGRES_COPY_BOTH' }));
  connection.on('errorMessage', (report: ServerReport) => give({ kind: 'error', report }));
  connection.on('notice', (report: ServerReport) => give({ kind: 'notice', report }));
  connection.on('notification', ({ processId: pid, channel, payload }: { processId: number; channel: string; payload: string }) => give({ kind: 'notification', pid, channel, payload }));
  connection.on('readyForQuery', () => give({ kind: 'ready' }));
}

const taken = (): void => undefined;

/** The interface that pg expects from a query object. The answers are read from the connection itself. */
const HANDLERS = {
  handleRowDescription: taken,
  handleDataRow: taken,
  handleCommandComplete: taken,
  handleEmptyQuery: taken,
  handleError: taken,
  handleReadyForQuery: taken,
  handleCopyData: taken,
  // There is no data for COPY FROM STDIN: say so, or the server would wait for ever.
  handleCopyInResponse: (connection: { sendCopyFail(reason: string): void }): void => connection.sendCopyFail('no data here'),
};

const statement = (sql: string): Submittable => ({ ...HANDLERS, submit: (connection) => connection.query(sql) });
