import { z } from 'zod';
import type { PlanLimits } from '@/experiments/flood-plan-schema';
import { schemaOf, type Json } from './json-schema';
import { refusalsOf } from './refusals-of';
import type { ApiRoute } from './route';
import { errorBody } from './schemas/error-body';

const INSTRUCTORS = {
  bearer: { type: 'http', scheme: 'bearer' },
  cookie: { type: 'apiKey', in: 'cookie', name: 'stampede_instructor' },
};

/** The OpenAPI 3.1 document of the web API. */
export function openApi(routes: readonly ApiRoute[], limits: PlanLimits): { openapi: string; paths: Record<string, Json> } & Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route, limits);
  return {
    openapi: '3.1.0',
    info: { title: 'Stampede', version: '1', description: 'A race-condition teaching sandbox.' },
    components: { schemas: { Error: schemaOf(errorBody, 'output') }, securitySchemes: INSTRUCTORS },
    paths,
  };
}

function operationOf(route: ApiRoute, limits: PlanLimits): Json {
  const { summary, details, caller, body, success } = route;
  const parameters = parametersOf(route);
  return {
    summary,
    ...(details === undefined ? {} : { description: details }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, ...inJson(schemaOf(body.schema(limits))) } } : {}),
    responses: { [success.status]: answered(success), ...Object.fromEntries(refusalsOf(route).map(([status, description]) => [status, refused(route, status, description)])) },
    // An operation that requires the instructor everywhere.
    ...(caller === 'instructor' ? { security: [{ bearer: [] }, { cookie: [] }] } : {}),
  };
}

function parametersOf({ params = {}, query, headers = {} }: ApiRoute): Json[] {
  const asked = (query ? schemaOf(query).properties : {}) as Record<string, Json>;
  return [
    ...Object.entries(params).map(([name, { schema }]) => ({ name, in: 'path', required: true, schema: schemaOf(schema) })),
    ...Object.entries(asked).map(([name, schema]) => ({ name, in: 'query', schema })),
    ...Object.entries(headers).map(([name, schema]) => ({ name, in: 'header', schema })),
  ];
}

const inJson = (schema: Json): Json => ({ content: { 'application/json': { schema } } });

/** With its schema if it is JSON, with its media type if it is a stream or a file, else without a body. */
function answered({ description, mediaType, schema, limited }: ApiRoute['success']): Json {
  const content = schema ? inJson(schemaOf(schema, 'output')) : mediaType === null ? {} : { content: { [mediaType]: { schema: { type: 'string' } } } };
  return { description, ...content, ...(limited ? { headers: RATE_LIMIT } : {}) };
}

function refused({ caller, success }: ApiRoute, status: number, description: string): Json {
  // Monitoring routes report problems in their normal body.
  if (caller === 'monitoring') return { description, ...inJson(schemaOf(z.union([success.schema ?? z.unknown(), errorBody]), 'output')) };
  const error = { description, ...inJson({ $ref: '#/components/schemas/Error' }) };
  if (status !== 429 && status !== 503) return error;
  return { ...error, headers: { 'Retry-After': whole('seconds after which to try again'), ...(status === 429 ? RATE_LIMIT : {}) } };
}

const whole = (description: string): Json => ({ description, schema: { type: 'integer' } });

/** The headers of a rate limit. Source: draft-ietf-httpapi-ratelimit-headers-03. */
const RATE_LIMIT: Json = {
  'RateLimit-Limit': whole('calls allowed in one window'),
  'RateLimit-Remaining': whole('calls left in this window'),
  'RateLimit-Reset': whole('seconds until the next window begins'),
};
