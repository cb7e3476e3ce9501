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
 * Sends a reply at the end of this turn of the event loop, together with all others of the turn. One by one, with work in
 * between, each finds its reader asleep and pays for waking it: `bench --only endpoint` gave 0.69 of bare node:http that
 * way, and 0.82 so.
 */
export function leaveTogether(response: ServerResponse, status: number, head: string[], body: string): void {
  if (leaving.length === 0) setImmediate(sendAll);
  leaving.push({ response, status, head, body });
}

function sendAll(): void {
  const all = leaving;
  leaving = [];
  for (const { response, status, head, body } of all) {
    // One that was refused on its bare connection meanwhile has had its answer.
    if (!response.headersSent && !response.destroyed) response.writeHead(status, head).end(body);
  }
}
