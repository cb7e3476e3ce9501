import { z } from 'zod';
import { openApi } from '../openapi';
import { route, type ApiRoute } from '../route';
import { json } from '../success';

/** The document of all routes, its own too. */
export const documentRoutes = (all: () => readonly ApiRoute[]): readonly ApiRoute[] => [
  route({
    method: 'GET',
    path: '/api/openapi.json',
    caller: 'anyone',
    summary: 'The OpenAPI document of all this',
    details: 'Made from the schemas that check what comes in.',
    success: json(200, 'OpenAPI 3.1', z.looseObject({ openapi: z.string(), paths: z.looseObject({}) })),
    handle: ({ sandbox }) => openApi(all(), sandbox.limits),
  }),
];
