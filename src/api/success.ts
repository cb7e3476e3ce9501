import type { z } from 'zod';
import type { SseMessage } from '@/streaming/sse';
import { sseResponse } from '@/streaming/sse-response';
import type { WebRuntime } from './runtime/web-runtime';

/** The good answer of a route: its documentation, and how it is made from the handler's result. */
export interface Success<R> {
  status: number;
  description: string;
  /** Null if there is no body. */
  mediaType: string | null;
  /** The schema of a JSON body. */
  schema?: z.ZodType;
  /** The answer has the RateLimit-* headers. */
  limited?: true;
  respond(result: R, request: Request, web: WebRuntime): Response;
}

interface JsonOptions<R> {
  /** Not to be cached. */
  fresh?: true;
  limited?: true;
  /** The URL of what was created. */
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

/** The source of messages, until the reader is gone. */
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

/** An empty answer. */
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
