/** One server-sent event. Without `event` the browser calls it `message`. */
export interface SseMessage {
  id?: number;
  event?: string;
  /** One line: JSON as a rule. */
  data: string;
}

/** A comment, which keeps proxies from closing a quiet stream and shows early that a reader is gone. */
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

/** Plain digits, so few that every such number is exact. */
const SEQUENCE_NUMBER = /^\d{1,15}$/;

/** The sequence number that a reader has seen already: `Last-Event-ID`, else `?after=`, else 0. */
export function resumePoint(request: Request): number {
  // Repeated, a header arrives joined like this: neither then is a number.
  const asked = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.getAll('after').join(', ');
  return SEQUENCE_NUMBER.test(asked) ? Number(asked) : 0;
}
