import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { purchaseBody } from '@/runs/purchase-body';
import { openApi } from './openapi';

interface Operation {
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { content?: Record<string, { schema: object }>; headers?: Record<string, unknown> }>;
}

const document = openApi({ maxBuyers: 100, maxConcurrency: 10, replicas: 2, strategyIds: ['naive'] }) as {
  paths: Record<string, Record<string, Operation>>;
};

describe('the OpenAPI document', () => {
  test('has a path for every route, and no other', () => {
    const routes = readdirSync(fileURLToPath(new URL('..', import.meta.url)), { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('/route.ts') && !file.startsWith('[[...'))
      .map((file) => `/api/${file.replace(/\/route\.ts$/, '').replaceAll('[', '{').replaceAll(']', '}')}`);
    expect(Object.keys(document.paths).sort()).toEqual(routes.sort());
  });

  test.each(['/api/buy-bad', '/api/buy-bad/{id}', '/api/buy-good', '/api/buy-good/{id}'])('%s shows the schema that is enforced, and every answer', (path) => {
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
