import type { ServerResponse } from 'node:http';

interface Leaving {
  response: ServerResponse;
  status: number;
  /** Names and values, alternating. */
  head: string[];
  body: string;
}

let leaving: Leaving[] = [];

/**
 * Sends a reply at the end of this event-loop tick, together with all others of the tick. One by one, with work in
 * between, each has to wake up its reader: `bench --only endpoint` gave 0.69 of bare node:http that
 * way, and 0.82 this way.
 */
export function leaveTogether(response: ServerResponse, status: number, head: string[], body: string): void {
  if (leaving.length === 0) setImmediate(sendAll);
  leaving.push({ response, status, head, body });
}

function sendAll(): void {
  const all = leaving;
  leaving = [];
  for (const { response, status, head, body } of all) {
    // A request that was refused on its bare connection meanwhile has its answer already.
    if (!response.headersSent && !response.destroyed) response.writeHead(status, head).end(body);
  }
}
