import { expect, test } from 'vitest';
import { readableLog } from '@/testing/log-lines';

test('an error is logged with its causes and its code, and without the values of the statement that failed', () => {
  const { log, lines, text } = readableLog();
  const refused = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
  const failed = new Error('Failed query: insert into orders values ($1)\nparams: secret-key,ann', { cause: refused });
  log.error({ err: failed }, 'a bug');
  expect(lines[0]).toMatchObject({ level: 'error', process: 'test', err: { type: 'Error', cause: { message: 'connection refused', code: 'ECONNREFUSED' } } });
  expect(text()).toContain('insert into orders');
  expect(text()).not.toContain('secret-key');
});
