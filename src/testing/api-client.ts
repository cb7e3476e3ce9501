import { request as rawRequest } from 'node:http';
import { expect } from 'vitest';
import type { RunEvent, RunSummary } from '@/domain/run-event';
import { decodeRunEvent } from '@/streaming/run-event-codec';

/** A well-formed id of no run. */
export const NO_RUN = '00000000-0000-4000-8000-000000000000';

/** A very short flood with one strategy that breaks and one that holds. */
export const SMALL_FLOOD = { strategies: ['naive', 'conditional-update'], stock: 5, buyers: 60, concurrency: 30 };

interface Refusal {
  error: { code: string; message: string; details?: { name: string; expected: string }[] };
}

/** A refused call: its status, and its body's code and message. */
export async function refusal(response: Response): Promise<{ status: number } & Refusal['error']> {
  return { status: response.status, ...((await response.json()) as Refusal).error };
}

export interface ApiClient {
  call(path: string, init?: RequestInit): Promise<Response>;
  /** A body that is not a string is sent as JSON. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** A call with any Host header, or with an invalid path: `fetch` allows neither. Returns its status and code. */
  rawCall(method: string, path: string, headers?: Record<string, string>): Promise<string>;
  flood(plan: unknown): Promise<RunSummary>;
  /** The whole stream of a run, and its ids. Returns when the stream ends by itself. */
  eventsOf(runId: string, headers?: Record<string, string>): Promise<{ ids: number[]; events: RunEvent[] }>;
}

/** A test's client for the API of a web. */
export function apiClient(webUrl: string): ApiClient {
  const call: ApiClient['call'] = (path, init) => fetch(new URL(path, webUrl), init);
  const post: ApiClient['post'] = (path, body, headers = {}) =>
    call(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers });
  return {
    call,
    post,
    rawCall: (method, path, headers = {}) =>
      new Promise((resolve, reject) => {
        const sent = rawRequest({ host: '127.0.0.1', port: new URL(webUrl).port, method, path, headers }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.on('end', () => resolve(`${String(response.statusCode)} ${/"code":"(\w+)"/.exec(text)?.[1] ?? ''}`));
        });
        sent.on('error', reject).end();
      }),
    flood: async (plan) => {
      const response = await post('/api/floods', plan);
      expect(response.status).toBe(202);
      return (await response.json()) as RunSummary;
    },
    eventsOf: async (runId, headers = {}) => {
      const text = await (await call(`/api/floods/${runId}/events`, { headers })).text();
      return {
        ids: [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)),
        events: [...text.matchAll(/^data: (.*)$/gm)].map(([, line]) => decodeRunEvent(line ?? '')),
      };
    },
  };
}
