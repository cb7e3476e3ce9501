import { z } from 'zod';
import { openApi } from '../openapi';
import { route, type ApiRoute } from '../route';
import { json } from '../success';

/** The document of all routes, including its own. */
export const documentRoutes = (all: () => readonly ApiRoute[]): readonly ApiRoute[] => [
  route({
    method: 'GET',
    path: '/api/openapi.json',
    caller: 'anyone',
    summary: 'The OpenAPI document of this API',
    details: 'Generated from the schemas that validate requests.',
    success: json(200, 'OpenAPI 3.1', z.looseObject({ openapi: z.string(), paths: z.looseObject({}) })),
    handle: ({ sandbox }) => openApi(all(), sandbox.limits),
  }),
];
