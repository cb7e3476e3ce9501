import { z } from 'zod';
import type { NoReply, RawReply } from './raw-request';
import type { FuzzCase } from './request-arbitrary';

/** What every error of the web's API and of a shop looks like. `attempts` and the like may stand beside it. */
const errorBody = z.object({
  error: z.strictObject({
    code: z.string().regex(/^[a-z_]+$/),
    message: z.string().min(1),
    details: z.array(z.strictObject({ name: z.string(), expected: z.string() })).optional(),
  }),
});

/** Given by the HTTP parser before there is a path: without a body, or with one in the usual form. */
const OF_THE_PARSER = new Set([400, 408, 413, 414, 417, 431, 501, 505]);

/** Tell by 503, in a form of their own, that something does not answer them soon enough. */
const SAYS_HOW_IT_IS = /^\/(api\/)?(health|ready)\b/;

/** What nobody outside may read: statements and states of the database, places in the sources, stacks. */
const SURFACED = /syntax error at|invalid input syntax|invalid byte sequence|SQLSTATE|PostgresError|violates \w+ constraint|node_modules|\bat \S+ \(.*:\d+:\d+\)|\/src\/\S+\.ts:\d+/i;

/** Why this reply is not one that may be given, in a sentence; null when it is. Pure. */
export function problemWith({ route, request, malformed }: FuzzCase, reply: RawReply | NoReply): string | null {
  if (reply === 'late') return 'There was no answer.';
  if (reply === 'closed') return malformed ? null : 'The connection was closed without an answer.';
  const { status, body } = reply;
  if (status < 200) return status === 101 ? 'It was upgraded to another protocol.' : `It was answered with ${status}, which is no answer.`;
  if (status >= 500 && status !== 503 && !(status === 501 || status === 505)) return `It was answered with ${status}.`;
  if (status < 400) return null;
  if (SURFACED.test(body)) return `It was told what nobody outside may read: ${body.slice(0, 200)}`;
  const isForPeople = route.kind === 'page' || !/^(\/|https?:\/\/[^/]*\/)\/*api(\/|$)/.test(request.target);
  if (request.method === 'HEAD' || (isForPeople && route.target === 'web')) return null;
  if (status === 503 && SAYS_HOW_IT_IS.test(request.target)) return null;
  if (body === '' && (OF_THE_PARSER.has(status) || status === 405)) return null;
  const parsed = errorBody.safeParse(parse(body));
  return parsed.success ? null : `An error has the form { error: { code, message, details? } }, and ${status} came with ${JSON.stringify(body.slice(0, 200))}.`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
