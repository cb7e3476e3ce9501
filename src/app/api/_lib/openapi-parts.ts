import { z } from 'zod';
import { IDEMPOTENCY_KEY_PATTERN } from '@/domain/idempotency-key';

export type Json = Record<string, unknown>;

/** JSON Schema of what a body may be: of what is sent to us (`input`) or of what we send (`output`). */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output' = 'input'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });

export const bodyOf = (schema: z.ZodType): Json => ({ required: true, ...json(schemaOf(schema)) });

/** A good answer: by its schema when it is JSON, by its media type when it is a stream, else with no body. */
export const answer = (description: string, body?: z.ZodType | 'text/event-stream' | 'text/plain'): Json => {
  if (body === undefined) return { description };
  if (typeof body === 'string') return { description, content: { [body]: { schema: { type: 'string' } } } };
  return { description, ...json(schemaOf(body, 'output')) };
};

const refusal = (description: string): Json => ({ description, ...json({ $ref: '#/components/schemas/Error' }) });

const whole = (description: string): Json => ({ description, schema: { type: 'integer' } });

/** How the caller stands with a limit. Source: draft-ietf-httpapi-ratelimit-headers-03. */
const RATE_LIMIT: Json = {
  'RateLimit-Limit': whole('calls that are let in, in one window'),
  'RateLimit-Remaining': whole('those that are left in this one'),
  'RateLimit-Reset': whole('seconds until the next one begins'),
};

/** An answer that also tells how the caller stands with the limit that has less left. */
export const limited = (answered: Json): Json => ({ ...answered, headers: RATE_LIMIT });

/** A refusal that says when to come back. */
const later = (description: string, limits: boolean): Json => ({
  ...refusal(description),
  headers: { 'Retry-After': whole('seconds after which to try again'), ...(limits ? RATE_LIMIT : {}) },
});

const LATER = new Set(['429', '503']);

/** Refusals by status, all of them an `Error`. */
export const refusals = (byStatus: Record<number, string>): Json =>
  Object.fromEntries(
    Object.entries(byStatus).map(([status, description]) => [status, LATER.has(status) ? later(description, status === '429') : refusal(description)]),
  );

const TOO_MANY = 'too_many_calls: of one address, where the web listens beyond loopback';
export const INSTRUCTOR = 'token_needed or wrong_token';

/** What may come of every call that reads. */
export const READING = { 429: TOO_MANY, 503: 'service_missing' };

/** What may come of a call that changes something and is there for everybody. */
export const OPEN = { ...READING, 403: 'forbidden_origin or forbidden_host' };

/** What may come of a call that changes something for all: it takes the instructor where the web listens beyond loopback. */
export const CHANGING = { ...OPEN, 401: `${INSTRUCTOR}, where the web listens beyond loopback` };

/** An operation that takes the instructor everywhere. */
export const instructorOnly = (operation: Json): Json => ({ ...operation, security: [{ bearer: [] }, { cookie: [] }] });

export const idempotencyKeyInHeader = { name: 'Idempotency-Key', in: 'header', schema: { type: 'string', pattern: IDEMPOTENCY_KEY_PATTERN } };

const inPath = (name: string, schema: Json): Json => ({ name, in: 'path', required: true, schema });

export const strategyInPath = inPath('id', { type: 'string' });
export const runInPath = inPath('id', { type: 'string', format: 'uuid' });
export const labInPath = inPath('id', { type: 'string', format: 'uuid' });
export const productInPath = inPath('id', { type: 'integer', minimum: 1, maximum: 2_147_483_647 });
export const traceInPath = inPath('strategy', { type: 'string' });
export const userInUrl = inPath('userId', { type: 'string', minLength: 1, maxLength: 64 });
