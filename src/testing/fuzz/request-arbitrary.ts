import fc from 'fast-check';
import { hostileHeaders, hostileJson, hostilePart, hostileText, malformedHeaders, strangeName } from './hostile';
import type { Framing, RawRequest } from './raw-request';
import { labelOf, type FuzzedRoute } from './routes';

/** A field of a body's schema: a name, and some valid JSON text. */
export type BodyFields = readonly (readonly [string, string])[];

export interface FuzzCase {
  route: FuzzedRoute;
  request: RawRequest;
  /** The connection may be closed before an answer arrives: no server has to understand the request, or to wait for all of it. */
  malformed: boolean;
}

/** The instructor token of the sandbox that is fuzzed. */
export const FUZZ_TOKEN = 'a-token-for-fuzzing-only';

/** The largest product id in the sandbox; purchases of these are generated so that they cannot be valid. */
export const LARGEST_REAL_ID = 1_000;
/** An id of no product, so that a valid purchase of it sells nothing. */
const NOT_THERE = '2000000000';

/** Only invalid bodies are sent where a valid one would start hundreds of buyers; these two are harmless when valid. */
const mayBeValid = ({ kind, path }: FuzzedRoute): boolean => kind === 'purchase' || path === '/api/inventory';

const ODD_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'M-SEARCH'];

/** Requests for one route, most of them invalid. `host` is its real host. */
export function requestsFor(route: FuzzedRoute, host: string, fieldsOf: (method: string) => BodyFields): fc.Arbitrary<FuzzCase> {
  const methods = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...route.methods) }, { weight: 1, arbitrary: fc.constantFrom(...ODD_METHODS) }, { weight: 1, arbitrary: fc.constantFrom('get', 'BREW', 'CONNECT', 'P\u00d6ST') });
  return methods.chain((method) =>
    fc
      .record({
        target: targets(route.path),
        host: fc.oneof({ weight: 20, arbitrary: fc.constant<string | null>(host) }, { weight: 1, arbitrary: fc.constantFrom('', 'evil.example', 'localhost:1', '127.0.0.1.evil.example', "'", 'x'.repeat(300), '[::1]:99999', 'a b') }, { weight: 1, arbitrary: fc.constant<string | null>(null) }),
        contentType: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
        headers: fc.array(hostileHeaders, { maxLength: 3 }),
        // With a valid token there is more to break than without.
        token: route.path.startsWith('/api/admin') ? fc.constantFrom(true, true, false) : fc.constant(false),
        malformed: fc.oneof({ weight: 30, arbitrary: fc.constant<(readonly [string, string])[]>([]) }, { weight: 1, arbitrary: malformedHeaders }),
        body: bodies(route, fieldsOf(method)),
        framing: fc.oneof<fc.WeightedArbitrary<Framing>[]>(
          { weight: 40, arbitrary: fc.constant('length') },
          { weight: 6, arbitrary: fc.constant('chunked') },
          { weight: 2, arbitrary: fc.constant('dribble') },
          { weight: 2, arbitrary: fc.constant('abort') },
          { weight: 1, arbitrary: fc.constantFrom('short', 'bad-chunks') },
        ),
      })
      .map(({ target, host: named, contentType, headers, token, malformed, body, framing }): FuzzCase => {
        const bodiless = method === 'GET' || method === 'HEAD' || method === 'get';
        const lines = [...(named === null ? [] : [['Host', named] as const]), ...(contentType && !bodiless ? [['Content-Type', 'application/json'] as const] : []), ...(token ? [['Authorization', `Bearer ${FUZZ_TOKEN}`] as const] : []), ...headers.flat(), ...malformed];
        const sent: Framing = bodiless && framing === 'length' ? 'none' : framing;
        return {
          route,
          request: { method, target, headers: lines, body: bodiless && framing === 'length' ? Buffer.alloc(0) : body, framing: sent },
          // A client that is still sending when it is refused, slowly or a lot, may get a reset before it reads the reason.
          malformed: malformed.length > 0 || sent === 'dribble' || body.length > 60_000 || sent === 'abort' || sent === 'short' || sent === 'bad-chunks' || !/^[A-Z-]+$/.test(method) || ['BREW', 'CONNECT'].includes(method) || /[^\x21-\x7e]/.test(target) || !target.startsWith('/'),
        };
      }),
  );
}

/** The path, mostly with values for its parameters; sometimes malformed, and sometimes with a query. */
function targets(path: string): fc.Arbitrary<string> {
  const filled = fc.array(hostilePart, { minLength: 3, maxLength: 3 }).map((parts) => {
    let next = 0;
    return path.replace(/\{\w+\}/g, () => parts[next++ % parts.length] ?? '0');
  });
  const bent = fc.tuple(filled, fc.constantFrom('/', '//', '/.', '/..', '/%2e%2e', '/%ff', '%00', ';x=1', '/%', '\\', '/'.repeat(200), `/${'x'.repeat(10_000)}`, '.json', '.txt', '#x')).map(([text, tail]) => text + tail);
  const doubled = filled.map((text) => text.replaceAll('/', '//'));
  const upper = filled.map((text) => text.toUpperCase());
  const absolute = filled.map((text) => `http://evil.example${text}`);
  const query = fc.array(fc.tuple(fc.oneof(fc.constantFrom('limit', 'repeat', 'strategy', 'schedule', 'id', '__proto__', '_rsc', ''), hostilePart), hostilePart), { minLength: 1, maxLength: 4 }).map((pairs) => `?${pairs.map(([name, text]) => `${name}=${text}`).join('&')}`);
  const place = fc.oneof({ weight: 14, arbitrary: filled }, { weight: 3, arbitrary: bent }, { weight: 1, arbitrary: doubled }, { weight: 1, arbitrary: upper }, { weight: 1, arbitrary: absolute }, { weight: 1, arbitrary: fc.constantFrom('*', '/\u00ff', '/ /', 'api', '/_next/static/%ff', '/_next/image?url=%2f&w=1&q=1', '/_next/data/x/y.json', '/favicon.ico') });
  return fc.tuple(place, fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: query })).map(([text, tail]) => text + tail);
}

function bodies(route: FuzzedRoute, fields: BodyFields): fc.Arbitrary<Buffer> {
  const objects = fc
    .record({
      // One out of three is kept as it should be.
      values: fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constant('') }, { weight: 3, arbitrary: hostileJson }), { minLength: fields.length, maxLength: fields.length }),
      extra: fc.array(fc.tuple(strangeName, hostileJson), { maxLength: 2 }),
      twice: fc.boolean(),
      spoiled: fc.boolean(),
    })
    .map(({ values, extra, twice, spoiled }) => {
      const own = fields.flatMap(([name, good], index) => (values[index] === '' ? [] : [`${JSON.stringify(name)}:${values[index] ?? good}`]));
      const strange = extra.map(([name, text]) => `${JSON.stringify(name)}:${text}`);
      const members = [...own, ...(spoiled || mayBeValid(route) ? [] : strange), ...(twice ? own.slice(0, 1) : [])];
      return `{${(spoiled ? [...members, ...strange] : members).join(',')}}`;
    })
    .map((text) => (isHarmless(route, text) ? text : spoil(text)));
  const texts = fc.oneof({ weight: 8, arbitrary: objects }, { weight: 2, arbitrary: hostileJson.filter((text) => isHarmless(route, text)) }, { weight: 1, arbitrary: hostileText.filter((text) => isHarmless(route, text)) }, { weight: 1, arbitrary: objects.map((text) => text.slice(0, -1)) });
  return fc.oneof(
    { weight: 16, arbitrary: texts.map((text) => Buffer.from(text, 'utf8')) },
    { weight: 1, arbitrary: texts.map((text) => Buffer.from(`\ufeff${text}`, 'utf8')) },
    { weight: 1, arbitrary: texts.map((text) => Buffer.from(text, 'latin1')) },
    { weight: 1, arbitrary: texts.map((text) => Buffer.from(text, 'utf16le')) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: fc.constantFrom(16_384, 16_385, 65_536, 65_537, 200_000).map((size) => Buffer.from(`{"name":"${'x'.repeat(size)}`)) },
    { weight: 1, arbitrary: fc.constantFrom(20_000, 60_000).map((depth) => Buffer.from('['.repeat(depth))) },
  );
}

/** Whether it has no effect if the route accepts it. */
function isHarmless(route: FuzzedRoute, text: string): boolean {
  const parsed = parse(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return true;
  const names = Object.keys(parsed);
  if (names.includes(SPOILER)) return true;
  if (!mayBeValid(route)) return false;
  if (route.kind !== 'purchase') return true;
  const { productId } = parsed as { productId?: unknown };
  return !(typeof productId === 'number' && productId >= 1 && productId <= LARGEST_REAL_ID);
}

/** A field that no schema has; every schema refuses unknown fields. */
const SPOILER = 'no-schema-has-this';
const spoil = (text: string): string => (text === '{}' ? `{"${SPOILER}":1}` : text.replace(/\}$/, `,"${SPOILER}":1}`));

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** One case of any of these routes: the web's own and the pages more often than the many of a shop. */
export function anyRequest(routes: readonly FuzzedRoute[], hostOf: (route: FuzzedRoute) => string, fieldsOf: (route: FuzzedRoute, method: string) => BodyFields): fc.Arbitrary<FuzzCase> {
  const byLabel = new Map<string, FuzzedRoute[]>();
  for (const route of routes) byLabel.set(labelOf(route), [...(byLabel.get(labelOf(route)) ?? []), route]);
  const groups = [...byLabel.values()].map((group) => ({
    weight: group.length > 1 ? 4 : 1,
    arbitrary: fc.constantFrom(...group).chain((route) => requestsFor(route, hostOf(route), (method) => fieldsOf(route, method))),
  }));
  return fc.oneof(...groups);
}

export const PURCHASE_FIELDS: BodyFields = [['productId', NOT_THERE], ['userId', '"fuzz"'], ['quantity', '1']];
