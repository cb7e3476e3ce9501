import type { z } from 'zod';
import type { SseMessage } from '@/streaming/sse';
import { sseResponse } from '@/streaming/sse-response';
import type { WebRuntime } from './runtime/web-runtime';

/** The good answer of a route: what the document says of it, and how it is made of what the handler returns. */
export interface Success<R> {
  status: number;
  description: string;
  /** Null where there is no body. */
  mediaType: string | null;
  /** Of a body in JSON. */
  schema?: z.ZodType;
  /** The answer says how the caller stands with a limit (RateLimit-* headers). */
  limited?: true;
  respond(result: R, request: Request, web: WebRuntime): Response;
}

interface JsonOptions<R> {
  /** Only true now: no cache may keep it. */
  fresh?: true;
  limited?: true;
  /** Where the thing that was made is found. */
  location?: (body: R) => string;
}

export function json<R>(status: number, description: string, schema: z.ZodType<R>, { fresh, limited, location }: JsonOptions<R> = {}): Success<R> {
  return {
    status,
    description,
    mediaType: 'application/json',
    schema,
    ...(limited ? { limited } : {}),
    respond: (result) => Response.json(result, { status, headers: { ...(fresh ? FRESH : {}), ...(location ? { location: location(result) } : {}) } }),
  };
}

/** Where messages come from, until the reader is gone. */
export type EventSource = (gone: AbortSignal) => AsyncIterable<SseMessage>;

/** Server-sent events, until the source ends, the reader leaves or the process stops. */
export const events = (description: string): Success<EventSource> => ({
  status: 200,
  description,
  mediaType: 'text/event-stream',
  respond: (source, request, web) => sseResponse(source, request.signal, web.shutdown.streamsEnd),
});

interface Text {
  text: string;
  headers: Record<string, string>;
}

/** A file, with headers of its own. */
export const text = (description: string): Success<Text> => ({
  status: 200,
  description,
  mediaType: 'text/plain',
  respond: (result, _request, _web) => new Response(result.text, { headers: result.headers }),
});

/** Nothing to be said. */
export const nothing = (description: string): Success<void> => ({
  status: 204,
  description,
  mediaType: null,
  respond: () => new Response(null, { status: 204 }),
});

/** A cookie, and nothing else. */
export const cookie = (description: string): Success<string> => ({
  status: 204,
  description,
  mediaType: null,
  respond: (value) => new Response(null, { status: 204, headers: { 'set-cookie': value } }),
});

export const FRESH = { 'cache-control': 'no-store' } as const;
