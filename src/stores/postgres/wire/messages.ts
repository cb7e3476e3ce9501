/** Fields of an error or a notice by their one-letter codes: `S` severity, `M` message, `D` detail, `H` hint, and so on. */
export type ReportFields = ReadonlyMap<string, string>;

/** What a server sends, as far as the simple query protocol goes. Values are the server's own text. */
export type BackendMessage =
  | { kind: 'row-description'; columns: readonly string[] }
  | { kind: 'row'; values: readonly (string | null)[] }
  | { kind: 'complete' }
  | { kind: 'empty' }
  | { kind: 'copy'; status: 'PGRES_COPY_IN' | 'PGRES_COPY_OUT' | 'PGRES_COPY_BOTH' }
  | { kind: 'error'; fields: ReportFields }
  | { kind: 'notice'; fields: ReportFields }
  | { kind: 'notification'; pid: number; channel: string; payload: string }
  | { kind: 'ready' }
  | { kind: 'authentication'; method: number; data: Buffer }
  | { kind: 'key'; pid: number };

/**
 * Cuts the bytes of a connection into messages: https://www.postgresql.org/docs/18/protocol-message-formats.html. Returns the
 * function that takes the next bytes and gives the messages that they complete; those that nobody here needs are left out.
 */
export function messageReader(): (bytes: Buffer) => BackendMessage[] {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const messages: BackendMessage[] = [];
    // A type byte, then the length of all that follows, itself included.
    while (rest.length >= 5) {
      const end = 1 + rest.readInt32BE(1);
      if (rest.length < end) break;
      const message = readMessage(String.fromCharCode(rest.readUInt8(0)), rest.subarray(5, end));
      if (message !== null) messages.push(message);
      rest = rest.subarray(end);
    }
    return messages;
  };
}

function readMessage(type: string, body: Buffer): BackendMessage | null {
  switch (type) {
    case 'T':
      return { kind: 'row-description', columns: readColumns(body) };
    case 'D':
      return { kind: 'row', values: readValues(body) };
    case 'C':
      return { kind: 'complete' };
    case 'I':
      return { kind: 'empty' };
    case 'G':
      return { kind: 'copy', status: 'PGRES_COPY_IN' };
    case 'H':
      return { kind: 'copy', status: 'PGRES_COPY_OUT' };
    case 'W':
      return { kind: 'copy', status: 'PGRES_COPY_BOTH' };
    case 'E':
      return { kind: 'error', fields: readReport(body) };
    case 'N':
      return { kind: 'notice', fields: readReport(body) };
    case 'A': {
      const [channel, next] = readText(body, 4);
      return { kind: 'notification', pid: body.readInt32BE(0), channel, payload: readText(body, next)[0] };
    }
    case 'Z':
      return { kind: 'ready' };
    case 'R':
      return { kind: 'authentication', method: body.readInt32BE(0), data: body.subarray(4) };
    case 'K':
      return { kind: 'key', pid: body.readInt32BE(0) };
    default:
      return null;
  }
}

function readColumns(body: Buffer): string[] {
  const columns: string[] = [];
  let at = 2;
  for (let left = body.readInt16BE(0); left > 0; left--) {
    const [name, next] = readText(body, at);
    columns.push(name);
    // Table, column number, type, its size and modifier, format: 18 bytes that no transcript shows.
    at = next + 18;
  }
  return columns;
}

function readValues(body: Buffer): (string | null)[] {
  const values: (string | null)[] = [];
  let at = 2;
  for (let left = body.readInt16BE(0); left > 0; left--) {
    const length = body.readInt32BE(at);
    at += 4;
    // -1 is null.
    values.push(length < 0 ? null : body.toString('utf8', at, at + length));
    at += Math.max(0, length);
  }
  return values;
}

function readReport(body: Buffer): ReportFields {
  const fields = new Map<string, string>();
  let at = 0;
  while (at < body.length && body.readUInt8(at) !== 0) {
    const code = String.fromCharCode(body.readUInt8(at));
    const [text, next] = readText(body, at + 1);
    fields.set(code, text);
    at = next;
  }
  return fields;
}

/** A text that ends with a zero byte, and where the next thing begins. */
function readText(body: Buffer, at: number): [text: string, next: number] {
  const end = body.indexOf(0, at);
  return [body.toString('utf8', at, end), end + 1];
}

/** A message to the server. */
export function frontendMessage(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}

export const zeroEnded = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf8');
