import type { z } from 'zod';
import { Problem, type Fault } from './problem';

/** Far more than any request of this API needs. */
export const MAX_BODY_BYTES = 64 * 1024;

/** The body as text. Stops reading at the limit, so that a huge body does not fill the memory. */
export async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length')) > MAX_BODY_BYTES) throw tooLarge();
  if (request.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of chunksOf(request.body)) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw tooLarge();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** The body, parsed by the schema. Throws a `Problem` that names all faults at once. */
export async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  return parseWith(schema, parseJson(await readText(request)));
}

/** Validates a value; all faults are in `details`, each with its name and what was expected. */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const all = parsed.error.issues.flatMap(faultsOf);
  // A number beyond the safe integers violates two bounds; the narrower one is more helpful.
  const faults = all.filter(({ name }, index) => index === all.findLastIndex((fault) => fault.name === name));
  const named = faults.map((fault) => `${fault.name}: ${fault.expected}`).join('; ');
  throw new Problem('invalid', `Nothing was done, because of ${named}.`, faults);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Problem('bad_json', 'The body is not JSON, so nothing was done.', undefined, { cause });
  }
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => ({ name, expected: 'no such field' }));
  return [{ name: issue.path.map(String).join('.') || 'body', expected: lowerFirst(issue.message) }];
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    reader.releaseLock();
  }
}

const lowerFirst = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

const tooLarge = (): Problem =>
  new Problem('body_too_large', `The body is larger than ${MAX_BODY_BYTES / 1024} KB, so nothing was read or done.`);
