/** One server-sent event. Without `event` the browser calls it `message`. */
export interface SseMessage {
  id?: number;
  event?: string;
  /** One line: JSON as a rule. */
  data: string;
}

/** A comment, which keeps proxies from closing a quiet stream and tells us early that a reader is gone. */
export const SSE_HEARTBEAT = ': still here\n\n';

/** How long a browser waits before it reconnects. Short: a class watches. */
export const SSE_RETRY = 'retry: 1000\n\n';

/** One message on the wire. A line break in the data becomes a second `data:` line, as the standard has it. */
export function encodeSse(message: SseMessage): string {
  const lines: string[] = [];
  if (message.id !== undefined) lines.push(`id: ${message.id}`);
  if (message.event !== undefined) lines.push(`event: ${message.event}`);
  for (const line of message.data.split(/\r\n|\r|\n/)) lines.push(`data: ${line}`);
  return `${lines.join('\n')}\n\n`;
}

/** The sequence number that a reader has seen already: `Last-Event-ID`, else `?after=`, else 0. */
export function resumePoint(request: Request): number {
  const header = request.headers.get('last-event-id');
  const asked = header ?? new URL(request.url).searchParams.get('after');
  const seq = Number(asked);
  return asked !== null && Number.isSafeInteger(seq) && seq > 0 ? seq : 0;
}
