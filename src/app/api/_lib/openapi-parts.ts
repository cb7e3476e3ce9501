import { z } from 'zod';

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

/** A refusal that says when to come back. */
const later = (description: string): Json => ({
  ...refusal(description),
  headers: { 'Retry-After': { description: 'seconds after which to try again', schema: { type: 'integer' } } },
});

const LATER = new Set(['429', '503']);

/** Refusals by status, all of them an `Error`. */
export const refusals = (byStatus: Record<number, string>): Json =>
  Object.fromEntries(
    Object.entries(byStatus).map(([status, description]) => [status, LATER.has(status) ? later(description) : refusal(description)]),
  );

/** What may come of every call that changes something. */
export const CHANGING = { 403: 'forbidden_origin or forbidden_host', 503: 'service_missing' };

const inPath = (name: string, schema: Json): Json => ({ name, in: 'path', required: true, schema });

export const strategyInPath = inPath('id', { type: 'string' });
export const runInPath = inPath('id', { type: 'string', format: 'uuid' });
export const labInPath = inPath('id', { type: 'string', format: 'uuid' });
export const productInPath = inPath('id', { type: 'integer', minimum: 1, maximum: 2_147_483_647 });
export const traceInPath = inPath('strategy', { type: 'string' });
