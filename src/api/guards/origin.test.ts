import { describe, expect, test } from 'vitest';
import { refuseForeignHost, refuseForeignOrigin } from './origin';

const from = (headers: Record<string, string>) => new Request('http://localhost/', { method: 'POST', headers });

describe('a caller who may change something', () => {
  test.each<Record<string, string>>([
    { origin: 'null' },
    { origin: 'null', host: 'localhost:3000' },
    { origin: '', host: 'localhost:3000' },
    { origin: 'http://evil.example', host: 'localhost:3000' },
    { origin: 'http://localhost:3001', host: 'localhost:3000' },
    { host: 'localhost:3000', 'sec-fetch-site': 'cross-site' },
  ])('not %j', (headers) => {
    expect(() => refuseForeignOrigin(from(headers))).toThrow('another site');
  });

  test.each<Record<string, string>>([{}, { host: 'localhost:3000' }, { origin: 'http://localhost:3000', host: 'localhost:3000', 'sec-fetch-site': 'same-origin' }])(
    'but %j',
    (headers) => {
      expect(() => refuseForeignOrigin(from(headers))).not.toThrow();
    },
  );

  test.each(['127.0.0.1', '127.0.0.1:3000', 'localhost', 'LocalHost:8080', '[::1]', '[::1]:3000'])('%s is a name of this machine', (host) => {
    expect(() => refuseForeignHost(from({ host }))).not.toThrow();
  });

  test.each(['', 'evil.example', 'evil.example:3000', 'localhost.evil.example', '127.0.0.1.nip.io', 'evil-localhost', 'localhost:3000@evil', '10.0.0.7'])(
    '%j is none',
    (host) => {
      expect(() => refuseForeignHost(from({ host }))).toThrow('localhost');
    },
  );

  test('nor is no name at all', () => {
    expect(() => refuseForeignHost(from({}))).toThrow('localhost');
  });
});
