import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { purchaseBody } from '@/shop/read-purchase';
import { openApi } from './openapi';
import { API_ROUTES } from './table';

interface Operation {
  parameters?: unknown[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { content?: Record<string, { schema: object }>; headers?: Record<string, unknown> }>;
}

const document = openApi(API_ROUTES, { maxBuyers: 100, maxConcurrency: 10, replicas: 2, strategyIds: ['naive'] }) as {
  paths: Record<string, Record<string, Operation>>;
};

describe('the OpenAPI document', () => {
  test('has every row of the table, and nothing else', () => {
    const operations = Object.entries(document.paths).flatMap(([path, byMethod]) => Object.keys(byMethod).map((method) => `${method.toUpperCase()} ${path}`));
    expect(operations.sort()).toEqual(API_ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
    expect(new Set(operations).size).toBe(API_ROUTES.length);
  });

  test('shows a value in a URL with the type that it has for a caller', () => {
    expect(document.paths['/api/stock/{id}']?.get?.parameters).toEqual([{ name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 1, maximum: 2_147_483_647 } }]);
    expect(document.paths['/api/floods']?.get?.parameters).toEqual([{ name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 } }]);
  });

  test.each(['/api/buy-bad', '/api/buy-bad/{id}', '/api/buy-good', '/api/buy-good/{id}'])('%s shows the enforced schema, and every answer', (path) => {
    const post = document.paths[path]?.post;
    const { $schema: _dialect, ...enforced } = z.toJSONSchema(purchaseBody, { io: 'input' });
    expect(post?.requestBody?.content['application/json']?.schema).toEqual(enforced);
    expect(Object.keys(post?.responses ?? {})).toEqual(['200', '400', '401', '403', '404', '409', '413', '422', '429', '500', '503']);
    expect(post?.responses['503']?.headers).toHaveProperty('Retry-After');
  });

  test('gives every answer with a body its schema', () => {
    const operations = Object.entries(document.paths).flatMap(([path, byMethod]) =>
      Object.entries(byMethod).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
    );
    for (const { name, operation } of operations) {
      for (const [status, { content }] of Object.entries(operation.responses)) {
        if (status === '204') continue;
        const [first] = Object.values(content ?? {});
        expect(Object.keys(first?.schema ?? {}), `${name} ${status}`).not.toEqual([]);
      }
    }
  });
});
