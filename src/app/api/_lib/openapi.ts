import { z } from 'zod';
import { LIMITS } from '@/domain/limits';
import { floodPlanInput } from '@/experiments/flood-plan-schema';
import { purchaseBody } from '@/runs/purchase-body';
import type { WebRuntime } from '@/runs/web-runtime';
import { errorBody } from './error-body';
import { labPaths } from './openapi-labs';
import { CHANGING, READING, answer, bodyOf, idempotencyKeyInHeader, productInPath, refusals, runInPath, schemaOf, strategyInPath, traceInPath, type Json } from './openapi-parts';
import { adminPaths, storefrontPaths } from './openapi-shop';
import * as replies from './reply-schemas';
import { inventoryInput } from './schemas';

const EVENTS = 'text/event-stream';

const INSTRUCTORS = {
  bearer: { type: 'http', scheme: 'bearer' },
  cookie: { type: 'apiKey', in: 'cookie', name: 'stampede_instructor' },
};

/** The OpenAPI 3.1 document of the web API. */
export function openApi(limits: WebRuntime['limits']): Json {
  return {
    openapi: '3.1.0',
    info: { title: 'Stampede', version: '1', description: 'A race-condition teaching sandbox.' },
    components: { schemas: { Error: schemaOf(errorBody, 'output') }, securitySchemes: INSTRUCTORS },
    paths: { ...purchasePaths(), ...floodPaths(limits), ...labPaths(limits), ...productPaths(), ...storefrontPaths(), ...adminPaths(), ...otherPaths() },
  };
}

/** Its paths alone, each with its methods: the limits do not change those. */
export const apiPaths = (): Json => openApi({ maxBuyers: 1, maxConcurrency: 1, replicas: 1, strategyIds: ['any'] }).paths as Json;

function purchasePaths(): Json {
  const buying = (summary: string, ...parameters: Json[]): Json => ({
    post: {
      summary,
      parameters: [...parameters, idempotencyKeyInHeader],
      requestBody: bodyOf(purchaseBody),
      responses: {
        200: answer('bought', replies.purchaseReply),
        ...refusals({
          ...CHANGING,
          400: 'bad_json or invalid',
          404: 'unknown_product or unknown_strategy',
          409: 'sold_out',
          413: 'body_too_large',
          422: 'idempotency_mismatch: the key belongs to a purchase with another body',
          500: 'outcome_unknown: it may or may not have been bought; or internal',
          503: 'gave_up, store_unavailable or service_missing: nothing was bought',
        }),
      },
    },
  });
  return {
    '/api/buy-bad': buying('Buy from the naive shop'),
    '/api/buy-bad/{id}': buying('Buy through an unsafe strategy', strategyInPath),
    '/api/buy-good': buying('Buy from a shop that never oversells'),
    '/api/buy-good/{id}': buying('Buy through a safe strategy', strategyInPath),
  };
}

function floodPaths(limits: WebRuntime['limits']): Json {
  const limit = { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 } };
  const repeat = { name: 'repeat', in: 'query', schema: { type: 'integer', minimum: 1, maximum: LIMITS.repeat.max, default: 1 } };
  const lastEventId = { name: 'Last-Event-ID', in: 'header', schema: { type: 'string', pattern: '^\\d{1,15}$' } };
  const refused = refusals({ ...CHANGING, 400: 'bad_json or invalid', 413: 'body_too_large', 409: 'fault_refused: what it would break is not Stampede\'s own', 429: 'queue_full or too_many_calls' });
  const missing = refusals({ ...READING, 404: 'not_found' });
  return {
    '/api/floods': {
      get: {
        summary: 'Runs, newest first',
        parameters: [limit],
        responses: { 200: answer('runs', z.array(replies.runReply)), ...refusals({ ...READING, 400: 'invalid' }) },
      },
      post: {
        summary: 'Ask for a flood',
        requestBody: bodyOf(floodPlanInput(limits)),
        responses: { 202: answer('queued', replies.runReply), ...refused },
      },
    },
    '/api/floods/{id}': {
      get: { summary: 'A run with its report', parameters: [runInPath], responses: { 200: answer('the run', replies.runDetailReply), ...missing } },
      delete: {
        summary: 'Cancel a flood',
        parameters: [runInPath],
        responses: { 204: answer('cancelled'), ...refusals({ ...CHANGING, 404: 'not_found: none such is under way' }) },
      },
    },
    '/api/floods/{id}/events': {
      get: {
        summary: 'Server-sent events of a run; resumes at Last-Event-ID',
        parameters: [runInPath, lastEventId],
        responses: { 200: answer('its events, up to `finished` or `failed`', EVENTS), ...missing },
      },
    },
    '/api/floods/{id}/traces': {
      get: { summary: 'The lanes of a run whose purchases are kept, step by step', parameters: [runInPath], responses: { 200: answer('the lanes', replies.tracesReply), ...missing } },
    },
    '/api/floods/{id}/traces/{strategy}': {
      get: {
        summary: 'What was recorded of a lane: every purchase with its steps, or of more than 20,000 a sample',
        parameters: [runInPath, traceInPath, repeat],
        responses: { 200: answer('the trace, gzipped for whoever accepts that', replies.traceReply), ...refusals({ ...READING, 400: 'invalid', 404: 'no_trace or not_found' }) },
      },
    },
  };
}

function productPaths(): Json {
  const refused = refusals({ ...READING, 400: 'invalid', 404: 'not_found' });
  return {
    '/api/inventory': {
      post: {
        summary: 'Put a product on sale',
        requestBody: bodyOf(inventoryInput),
        responses: {
          201: answer('created', replies.productReply),
          ...refusals({ ...CHANGING, 400: 'bad_json or invalid', 413: 'body_too_large' }),
        },
      },
    },
    '/api/inventory/{id}/reset': {
      post: {
        summary: 'Give a product its first stock back',
        parameters: [productInPath],
        responses: { 200: answer('reset', replies.productReply), ...refused, ...refusals(CHANGING) },
      },
    },
    '/api/stock/{id}': {
      get: { summary: 'What is left of a product', parameters: [productInPath], responses: { 200: answer('its stock', replies.stockReply), ...refused } },
    },
    '/api/stock/{id}/events': {
      get: {
        summary: 'Server-sent events: `stock` whenever it changes',
        parameters: [productInPath],
        responses: { 200: answer('event `stock`, now and on every change', EVENTS), ...refused },
      },
    },
  };
}

function otherPaths(): Json {
  const missing = refusals(READING);
  const reading = (summary: string, ok: Json): Json => ({ get: { summary, responses: { 200: ok, ...missing } } });
  // These two say what is wrong in the body that they always have.
  const asking = (summary: string, body: z.ZodType): Json => ({
    get: { summary, responses: { 200: answer('yes', body), 503: answer('no', z.union([body, errorBody])) } },
  });
  return {
    '/api/live': reading('Server-sent events: `run` and `watching`', answer('news for as long as it is open', EVENTS)),
    '/api/strategies': reading('The catalogue of strategies', answer('strategies', replies.strategiesReply)),
    '/api/faults': reading('What can be broken on purpose', answer('faults', replies.faultsReply)),
    '/api/guarantees': {
      get: {
        summary: 'The guarantee matrix as it was last carried out',
        responses: { 200: answer('the matrix', replies.guaranteesReply), ...refusals({ ...READING, 404: 'not_found: it never was' }) },
      },
    },
    '/api/experiments': reading('The experiments', answer('experiments', replies.experimentsReply)),
    '/api/health': asking('Postgres, Redis and the shops, up or down', replies.healthReply),
    '/api/ready': asking('Whether a flood would be taken; not while the web drains', replies.readyReply),
    '/api/metrics': { get: { summary: 'What web and shops count, for Prometheus', responses: { 200: answer('text in the format that Prometheus reads', 'text/plain') } } },
    '/api/openapi.json': reading('This document', answer('OpenAPI 3.1', z.looseObject({ openapi: z.string(), paths: z.looseObject({}) }))),
  };
}
