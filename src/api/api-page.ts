import type { PlanLimits } from '@/experiments/flood-plan-schema';
import { schemaOf } from './json-schema';
import type { ApiRoute, Caller } from './route';
import { API_SECTIONS } from './table';

const WHO: Readonly<Record<Caller, string>> = {
  monitoring: 'anyone, without a limit',
  anyone: 'anyone',
  'instructor-on-a-network': 'anyone on this machine; on a network the instructor',
  instructor: 'the instructor',
};

/** Only names of fields are shown here, and those do not depend on the limits. */
const ANY_LIMITS: PlanLimits = { maxBuyers: 1, maxConcurrency: 1, replicas: 1, strategyIds: ['any'] };

/** docs/api.md, generated from the table of routes. */
export function apiPage(): string {
  const sections = API_SECTIONS.map(({ title, routes }) => `## ${title}\n\n${HEAD}\n${routes.map(rowOf).join('\n')}\n`);
  return `${INTRODUCTION}\n${sections.join('\n')}`;
}

const HEAD = '| route | caller | what it does | request | answers |\n| --- | --- | --- | --- | --- |';

function rowOf(route: ApiRoute): string {
  const { method, path, caller, summary, details } = route;
  const what = details === undefined ? summary : `${summary}. ${details}`;
  return `| ${[`\`${method} ${path}\``, WHO[caller], what, requestOf(route), answersOf(route)].map(escaped).join(' | ')} |`;
}

/** A bar would end the cell. */
const escaped = (cell: string): string => cell.replaceAll('|', '\\|');

function requestOf({ query, body, headers = {} }: ApiRoute): string {
  const parts = [
    ...(body ? [bodyShape(schemaOf(body.schema(ANY_LIMITS)))] : []),
    ...(query ? Object.keys(propertiesOf(schemaOf(query))).map((name) => `\`?${name}=\``) : []),
    ...Object.keys(headers).map((name) => `\`${name}\` (a header, optional)`),
  ];
  return parts.join(', ');
}

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
}

const propertiesOf = (schema: JsonSchema): Record<string, JsonSchema> => schema.properties ?? {};

/** `{ productId, quantity? }`; alternatives are listed one after the other. */
const bodyShape = (schema: JsonSchema): string => (schema.anyOf ? schema.anyOf.map(bodyShape).join(' or ') : `\`${shapeOf(schema, 1) ?? ''}\``);

/** The names of the fields, to a depth; null if there are none. */
function shapeOf(schema: JsonSchema, depth: number): string | null {
  if (depth === 0) return null;
  if (schema.items) {
    const each = shapeOf(schema.items, depth);
    return each && `[${each}]`;
  }
  const properties = Object.entries(propertiesOf(schema));
  if (properties.length === 0) return null;
  const fields = properties.map(([name, value]) => {
    const inside = shapeOf(value, depth - 1);
    return `${name}${schema.required?.includes(name) ? '' : '?'}${inside ? `: ${inside}` : ''}`;
  });
  return `{ ${fields.join(', ')} }`;
}

/** The good answer, and the route's own refusals; those of guards and input checks are listed once, above. */
function answersOf({ success, refusals = {} }: ApiRoute): string {
  const own = Object.entries(refusals).map(([status, description]) => `${status} ${description}`);
  const shape = success.schema ? shapeOf(schemaOf(success.schema, 'output'), 2) : null;
  return [`${success.status} ${success.description}${shape ? ` \`${shape}\`` : ''}`, ...own].join('; ');
}

const INTRODUCTION = `# Web API

Generated from the table of routes in \`src/api/table.ts\` by \`npx vitest run -u=true src/api/api-page.test.ts\`; not to be edited by hand. The same table makes
the OpenAPI document at \`/api/openapi.json\`, which has every schema.

JSON in and out. An error is \`{ error: { code, message, details? } }\`; programs match on \`code\`, and \`details\` names every fault of an input at
once. What any route may answer besides what its row says:

| status | code | when |
| --- | --- | --- |
| 400 | \`bad_json\`, \`invalid\` | the body is no JSON; body, query or path do not fit their schema. Nothing was done |
| 401 | \`token_needed\`, \`wrong_token\` | it takes the instructor: \`Authorization: Bearer ...\`, or the cookie of \`POST /api/login\` |
| 403 | \`forbidden_origin\`, \`forbidden_host\` | the call changes something and came from another site's page; or, while the web listens on loopback only, was addressed to another host name (a proxy in front needs \`HOST\` set or a rewritten Host header) |
| 404 | \`not_found\` | there is no such route, or nothing of that id |
| 405 | \`method_not_allowed\` | the route has other methods; \`Allow\` names them |
| 413 | \`body_too_large\` | more than 64 KB; nothing was read |
| 429 | \`too_many_calls\`, \`too_many_streams\` | of one address, where the web listens beyond loopback; \`Retry-After\` says when to come back |
| 503 | \`service_missing\` | Postgres, Redis or the shops are away, or the web is stopping; \`Retry-After\` says when to come back |

The web listens on 127.0.0.1 unless \`HOST\` says otherwise. The shops themselves take no calls from web pages at all. A flood only ever targets the
configured shops, and only its own crowd can buy in its sale: orders of strangers make the verdict \`undecided\`.
`;
