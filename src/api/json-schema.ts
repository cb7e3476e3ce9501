import { z } from 'zod';

export type Json = Record<string, unknown>;

/**
 * JSON Schema of what clients send (`input`) or of what we send (`output`). A schema with `shownAs` in its metadata is shown
 * as that: a number in a URL is validated as text, but it is a number to callers.
 */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output' = 'input'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      const { shownAs } = jsonSchema as { shownAs?: Json };
      if (!shownAs) return;
      for (const name of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, name);
      Object.assign(jsonSchema, shownAs);
    },
  });
  return rest;
}
