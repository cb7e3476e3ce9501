import fc from 'fast-check';

/** Text that breaks code which pastes it into a statement, a shell, a page, a path or a log. */
const TEXTS = [
  '', ' ', '\t', "'", '"', '`', '\\', "'; drop table orders; --", "' or 1=1 --", '1; select pg_sleep(10)', '$1', '$$', '%s%n', '${7*7}', '{{7*7}}', '$(reboot)', '; rm -rf /', '| cat /etc/passwd', '&& true',
  '<script>alert(1)</script>', '<!--', ']]>', '../../../etc/passwd', '..\\..\\', '%2e%2e%2f', '%00', '%ff', '%', '\u0000', 'a\u0000b', '\u0007', '\u001b[31m', '\u007f', '\u0085', '\u2028', '\ufeff', '\ufffe', '\ud800', 'x\udc00',
  'é', 'ß', '日本語', '👩‍👩‍👧', '‮abc', 'a\r\nX-Injected: 1', 'null', 'undefined', 'NaN', 'true', '[object Object]', '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty',
];

const NUMBERS = [0, -0, -1, 1.5, -1.5, 0.1, 1e-7, 1e21, 1e308, -1e308, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 32, 2 ** 53, 2 ** 53 + 2, 2 ** 63, 99_999_999_999, 2_000_000_000, 101, 1_000_001];

/** Numbers in JSON that JavaScript cannot represent: every parser reads them differently. */
const NUMBER_TEXTS = ['1e400', '-1e400', '-0', '1E5', '0.1e1', '123456789012345678901234567890', '01', '+1', '.5', '1.', '0x1f', 'NaN', 'Infinity', '1_000'];

export const hostileText = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(64, 65, 80, 81, 128, 129, 255, 256, 5_000).map((length) => 'x'.repeat(length)) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...TEXTS), fc.constantFrom(...TEXTS)).map((pair) => pair.join('')) },
);

const hostileNumber = fc.oneof(fc.constantFrom(...NUMBERS), fc.double());

/** Any unexpected JSON value, as text. */
export const hostileJson: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: hostileText.map((text) => JSON.stringify(text)) },
  { weight: 4, arbitrary: hostileNumber.map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: hostileNumber.map((value) => JSON.stringify(String(value))) },
  { weight: 2, arbitrary: fc.constantFrom(...NUMBER_TEXTS) },
  { weight: 3, arbitrary: fc.constantFrom('null', 'true', 'false', '[]', '{}', '[null]', '[[]]', '{"__proto__":{"admin":true}}', '{"constructor":{"prototype":{"x":1}}}', '["x","x"]') },
  { weight: 1, arbitrary: fc.constantFrom(100, 1_000, 8_000).map((depth) => '['.repeat(depth) + ']'.repeat(depth)) },
  { weight: 1, arbitrary: fc.constantFrom(100, 2_000).map((depth) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)) },
);

/** Names that no schema has. Two of them are properties of every object. */
export const strangeName = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', '', 'zz', 'productid', 'ProductId', 'product_id', "x'y", 'a.b', '$where'), hostileText);

/** A raw part of a path or of a query, not necessarily well-formed. */
export const hostilePart: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('0', '-1', '01', '+1', '1.0', '1e0', '0x1', '%201', '1%20', '1%00', '%00', '%ff', '%C0%80', '%ED%A0%80', '%', '%2', '%zz', '%2e', '%2e%2e', '..%2f', '%2f', '%5c', '.', '..', '2147483648', '99999999999', '1,2', '1;2', '*', '~', '@', ':', 'null', '__proto__', 'constructor') },
  { weight: 2, arbitrary: fc.constantFrom('2000000000', '00000000-0000-4000-8000-000000000000', '00000000-0000-0000-0000-00000000000g', 'for-update%3Anowait', 'naive', 'nonsense') },
  { weight: 2, arbitrary: hostileText.map((text) => encodeLoosely(text).slice(0, 6_000)) },
);

/** Percent-encoded where a URL could not contain it; lone surrogates are encoded as if they were characters. */
function encodeLoosely(text: string): string {
  return [...Buffer.from(text, 'utf8')].map((byte) => (/[\w.~!$&'()*+,;=:@-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`)).join('');
}

type Header = readonly [string, string];

const value = (name: string, ...values: string[]): fc.Arbitrary<Header[]> => fc.constantFrom(...values).map((text): Header[] => [[name, text]]);
const any = (name: string): fc.Arbitrary<Header[]> => hostileText.map((text): Header[] => [[name, inHeader(text)]]);

/** Bytes that a header may contain; the others are tested separately, because a parser rightly refuses them. */
const inHeader = (text: string): string => Buffer.from(text, 'utf8').toString('latin1').replace(/[\0-\x08\n-\x1f\x7f]/g, '?').slice(0, 4_000);

/** Headers that the servers read, with unexpected values. None of them injects a fault, because shops would execute it. */
export const hostileHeaders: fc.Arbitrary<Header[]> = fc.oneof(
  value('Content-Type', 'text/plain', 'application/json; charset=latin1', 'application/json; charset=utf-16', 'multipart/form-data', 'multipart/form-data; boundary=', 'application/x-www-form-urlencoded', '', ';', 'application/json, text/html', 'image/png'),
  value('Content-Encoding', 'gzip', 'br', 'deflate', 'identity', 'gzip, gzip', 'nonsense'),
  value('Idempotency-Key', '', ' ', 'a b', 'x'.repeat(128), 'x'.repeat(129), 'x'.repeat(5_000), '{}', "'--", '__proto__'),
  any('Idempotency-Key'),
  fc.constant<Header[]>([['Idempotency-Key', 'one'], ['Idempotency-Key', 'two']]),
  value('Last-Event-ID', '-1', '0', '1.5', '1e9', '99999999999999999999', 'NaN', '', "' or 1=1", '0x10', '1,2'),
  any('Last-Event-ID'),
  value('Cookie', 'stampede_instructor=', 'stampede_instructor=x.y.z', `stampede_instructor=${'9'.repeat(4_000)}`, '=;=;=', ';', 'a=b; a=c; __proto__=1', 'stampede_instructor=%00', 'stampede_instructor=9999999999.AAAA'),
  any('Cookie'),
  value('Authorization', 'Bearer', 'Bearer ', 'Bearer x', `Bearer ${'x'.repeat(3_000)}`, 'Basic eDp5', 'bearer x', 'Bearer x, Bearer y', 'Digest'),
  value('Origin', 'null', 'http://evil.example', 'http://', 'http://%', 'file://', 'http://127.0.0.1', '*', ''),
  value('Sec-Fetch-Site', 'cross-site', 'same-origin', 'nonsense'),
  value('X-Forwarded-For', '1.2.3.4', '::ffff:1.2.3.4', '1.2.3.4, 5.6.7.8', 'unknown', "'", ',,,', 'x'.repeat(2_000)),
  value('X-Stampede-Client', '1.2.3.4', "'; --", ''),
  value('X-Request-Id', '', 'x'.repeat(65), '../..', 'a b', '{}'),
  any('X-Request-Id'),
  value('X-Stampede-Think-Ms', '-1', 'NaN', 'Infinity', '1e9', '2001', '', '0x1', '1,2', "'"),
  value('X-Stampede-Trace', '1', '2', "'"),
  value('X-Stampede-Fault', 'kill', 'kill@', 'nonsense@think', '@', `stop@${'x'.repeat(65)}`, 'lose'),
  value('Accept', 'text/event-stream', 'application/xml', '*/*;q=0', ','),
  value('Accept-Encoding', 'gzip', 'br', 'identity;q=0', '*;q=0', 'nonsense'),
  value('Accept-Language', '*', 'x'.repeat(500)),
  value('Expect', '100-continue', 'nonsense'),
  value('Range', 'bytes=0-1', 'bytes=-1', 'bytes=9999999999-', 'lines=1-2'),
  value('If-None-Match', '*', '"x"', 'W/"x"'),
  value('If-Modified-Since', 'nonsense', 'Thu, 01 Jan 1970 00:00:00 GMT'),
  value('Upgrade', 'websocket', 'h2c', 'nonsense'),
  value('Connection', 'close', 'keep-alive', 'upgrade', 'content-length', 'x'),
  value('Next-Action', 'x', '0'.repeat(42), ''),
  value('RSC', '1', '0'),
  value('Next-Router-State-Tree', '%5B%22%22%5D', 'x', '%', '[[[['),
  value('Next-Router-Prefetch', '1', '2'),
  value('Next-Url', '/', '/lab', '//evil', '%'),
  value('X-Middleware-Subrequest', 'middleware', 'src/middleware:src/middleware:src/middleware'),
  value('X-Nextjs-Data', '1'),
  value('X-Matched-Path', '/api/floods', '/%ff'),
  value('X-Invoke-Path', '/api/floods'),
  value('X-HTTP-Method-Override', 'DELETE'),
  fc.constantFrom(50, 150).map((count): Header[] => Array.from({ length: count }, (_, index): Header => [`X-Flood-${index}`, 'x'.repeat(20)])),
  fc.constantFrom(2_000, 12_000, 20_000, 70_000).map((length): Header[] => [['X-Long', 'x'.repeat(length)]]),
);

/** Input that no HTTP parser has to accept. */
export const malformedHeaders: fc.Arbitrary<Header[]> = fc.constantFrom<Header[]>([['X-Nul', 'a\0b']], [['X Space', '1']], [['', 'x']], [['Transfer-Encoding', 'gzip, nonsense']], [['Content-Length', '-1']], [['Content-Length', '1'], ['Content-Length', '2']], [['X-Bare', 'a\rb']], [['Host', 'a'], ['Host', 'b']]);
