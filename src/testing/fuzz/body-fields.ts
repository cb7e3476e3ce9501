import { PURCHASE_FIELDS, type BodyFields } from './request-arbitrary';
import type { FuzzedRoute } from './routes';

interface Schema {
  type?: string;
  enum?: unknown[];
  minimum?: number;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  default?: unknown;
}

type Operation = { requestBody?: { content?: Record<string, { schema?: Schema }> } };

/** The fields of every body, with a value that is right, as the API describes itself. */
export async function bodyFields(web: URL): Promise<(route: FuzzedRoute, method: string) => BodyFields> {
  const document = (await (await fetch(new URL('/api/openapi.json', web))).json()) as { paths: Record<string, Record<string, Operation>> };
  return ({ kind, path }, method) => {
    if (kind === 'purchase') return PURCHASE_FIELDS;
    const content = Object.values(document.paths[path]?.[method.toLowerCase()]?.requestBody?.content ?? {});
    return Object.entries(content[0]?.schema?.properties ?? {}).map(([name, schema]) => [name, JSON.stringify(exampleOf(schema))]);
  };
}

function exampleOf(schema: Schema): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf?.[0]) return exampleOf(schema.anyOf[0]);
  switch (schema.type) {
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return false;
    case 'array':
      return schema.items ? [exampleOf(schema.items)] : [];
    case 'object':
      return {};
    case 'string':
      return 'x';
    default:
      return null;
  }
}
