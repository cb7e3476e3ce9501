import { describe, expect, it } from 'vitest';
import { problemWith } from './judge-reply';
import type { RawReply } from './raw-request';
import type { FuzzCase } from './request-arbitrary';

const CASE: FuzzCase = {
  route: { target: 'web', kind: 'api', path: '/api/floods', methods: ['POST'] },
  request: { method: 'POST', target: '/api/floods', headers: [], body: Buffer.alloc(0), framing: 'length' },
  malformed: false,
};
const reply = (status: number, body: unknown = { error: { code: 'invalid', message: 'No.' } }): RawReply => ({ status, contentType: 'application/json', headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) });

describe('a reply is let pass', () => {
  it.each([
    ['of a refusal in the usual form', reply(400)],
    ['with details', reply(400, { error: { code: 'invalid', message: 'No.', details: [{ name: 'stock', expected: 'a number' }] } })],
    ['of success', reply(200, '[]')],
    ['that a store is gone for the moment', reply(503, { error: { code: 'service_missing', message: 'Try again.' } })],
    ['of the parser, without a body', reply(431, '')],
  ])('%s', (_case, given) => {
    expect(problemWith(CASE, given)).toBeNull();
  });

  it('when none can come of what is no HTTP', () => {
    expect(problemWith({ ...CASE, malformed: true }, 'closed')).toBeNull();
  });
});

describe('a reply is complained of', () => {
  it.each([
    ['500, whatever its body says', reply(500, { error: { code: 'internal', message: 'Something broke.' } })],
    ['502', reply(502)],
    ['an error as a page', reply(404, '<!DOCTYPE html>')],
    ['an error without a code', reply(400, { error: { message: 'No.' } })],
    ['an error with something of its own', reply(400, { error: { code: 'invalid', message: 'No.', stack: 'x' } })],
    ['an empty 404', reply(404, '')],
    ['503 in no form', reply(503, 'busy')],
    ['the words of the database', reply(400, { error: { code: 'invalid', message: 'syntax error at or near "drop"' } })],
    ['a place in the sources', reply(400, { error: { code: 'invalid', message: 'at f (/app/src/x.ts:1:2)' } })],
    ['an upgrade', reply(101, '')],
  ])('%s', (_case, given) => {
    expect(problemWith(CASE, given)).not.toBeNull();
  });

  it.each(['late', 'closed'] as const)('when it is %s', (none) => {
    expect(problemWith(CASE, none)).not.toBeNull();
  });
});
