import { z } from 'zod';
import { floodPlanInput } from '@/experiments/flood-plan-schema';
import type { WebRuntime } from '@/runs/web-runtime';
import { errorBody, inventoryInput, purchaseInput } from './schemas';

type Json = Record<string, unknown>;

const schemaOf = (schema: z.ZodType): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
};

const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });

const answers = (...statuses: [status: number, description: string][]): Json =>
  Object.fromEntries(
    statuses.map(([status, description]) => [
      status,
      status < 400 ? { description } : { description, ...json({ $ref: '#/components/schemas/Error' }) },
    ]),
  );

const inPath = (name: string): Json => ({ name, in: 'path', required: true, schema: { type: 'string' } });

const reading = (summary: string, ...parameters: Json[]): Json => ({
  get: { summary, parameters, responses: answers([200, 'ok'], [404, 'no such thing'], [503, 'a service is missing']) },
});

/** The OpenAPI 3.1 document of the web API. */
export function openApi(limits: WebRuntime['limits']): Json {
  const idempotencyKey = { name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } };
  const buying = (summary: string, ...parameters: Json[]): Json => ({
    post: {
      summary,
      parameters: [...parameters, idempotencyKey],
      requestBody: { required: true, ...json(schemaOf(purchaseInput)) },
      responses: answers([200, 'bought'], [400, 'invalid'], [404, 'no such product'], [409, 'sold out'], [503, 'gave up']),
    },
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Stampede', version: '1', description: 'A race-condition teaching sandbox.' },
    components: { schemas: { Error: schemaOf(errorBody) } },
    paths: {
      '/api/buy-bad': buying('Buy from the naive shop'),
      '/api/buy-bad/{id}': buying('Buy through an unsafe strategy', inPath('id')),
      '/api/buy-good': buying('Buy from a shop that never oversells'),
      '/api/buy-good/{id}': buying('Buy through a safe strategy', inPath('id')),
      '/api/floods': {
        ...reading('Runs, newest first', { name: 'limit', in: 'query', schema: { type: 'integer' } }),
        post: {
          summary: 'Ask for a flood',
          requestBody: { required: true, ...json(schemaOf(floodPlanInput(limits))) },
          responses: answers([202, 'queued'], [400, 'invalid'], [413, 'too large'], [429, 'queue full'], [503, 'service missing']),
        },
      },
      '/api/floods/{id}': {
        ...reading('A run with its report', inPath('id')),
        delete: { summary: 'Cancel a flood', parameters: [inPath('id')], responses: answers([204, 'cancelled'], [404, 'not under way']) },
      },
      '/api/floods/{id}/events': reading('Server-sent events of a run; resumes at Last-Event-ID', inPath('id')),
      '/api/live': reading('Server-sent events: `run` and `watching`'),
      '/api/inventory': {
        post: {
          summary: 'Put a product on sale',
          requestBody: { required: true, ...json(schemaOf(inventoryInput)) },
          responses: answers([201, 'created'], [400, 'invalid']),
        },
      },
      '/api/inventory/{id}/reset': {
        post: { summary: 'Give a product its first stock back', parameters: [inPath('id')], responses: answers([200, 'reset'], [404, 'no such product']) },
      },
      '/api/stock/{id}': reading('What is left of a product', inPath('id')),
      '/api/stock/{id}/events': reading('Server-sent events: `stock` whenever it changes', inPath('id')),
      '/api/strategies': reading('The catalogue of strategies'),
      '/api/experiments': reading('The experiments'),
      '/api/health': reading('Postgres, Redis and the shops, up or down'),
      '/api/ready': reading('Whether a flood would be taken'),
    },
  };
}
