import type { ServerResponse } from 'node:http';
import { findPath } from '@/api/find-route';
import type { Refusal } from '@/shop/wire-refusal';

/** A class behind one address has a stream or two a phone; beyond this they are being collected. */
export const STREAMS_PER_CLIENT = 200;

const isStream = (url: string): boolean => findPath(url.split('?', 1)[0] ?? '')?.found.routes.get('GET')?.success.mediaType === 'text/event-stream';

/** Counts the streams of events that each client has open, and refuses those beyond `most`; null for no limit. */
export function streamLimit(most: number | null): (url: string, client: string, response: ServerResponse) => Refusal | null {
  const open = new Map<string, number>();
  return (url, client, response) => {
    if (most === null || !isStream(url)) return null;
    const streams = open.get(client) ?? 0;
    if (streams >= most) {
      return { status: 429, code: 'too_many_streams', message: `This address has ${most} streams of events open, as many as one may have. Close some of them.`, headers: { 'retry-after': '10' } };
    }
    open.set(client, streams + 1);
    response.once('close', () => {
      const left = (open.get(client) ?? 1) - 1;
      if (left > 0) open.set(client, left);
      else open.delete(client);
    });
    return null;
  };
}
