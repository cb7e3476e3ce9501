import { ImpossibleMove } from '@/lab/interleaving';
import { LabUnavailable } from '@/lab/lab-unavailable';
import { FloodRefused } from '@/flood/flood-refused';
import { LabRefused } from '@/lab/lab-registry';
import { methodRefusal } from './allowed-methods';
import { findPath } from './find-route';
import { guard } from './guards/guard';
import { Problem, problemResponse } from './problem';
import type { WebRuntime } from './runtime/web-runtime';

/** Answers one request to the API, by the table of routes. Whatever is thrown becomes `{ error }` with the right status. */
export async function answerApi(request: Request, web: WebRuntime): Promise<Response> {
  const { method } = request;
  const { pathname } = new URL(request.url);
  const { found, values = {} } = findPath(pathname) ?? {};
  if (!found) return problemResponse(new Problem('not_found', `The API has no route ${pathname}; /api/openapi.json lists all routes.`));
  if (method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow: found.allow } });
  const route = found.routes.get(method === 'HEAD' ? 'GET' : method);
  if (!route) {
    const { status, code, message, headers } = methodRefusal(found, pathname, method);
    return Response.json({ error: { code, message } }, { status, headers });
  }
  try {
    await guard(route, request, web);
    const response = await route.answer(request, values, web);
    return method === 'HEAD' ? await withoutBody(response) : response;
  } catch (error) {
    return problemResponse(problemOf(error, web));
  }
}

/** An event stream that is not read must not be kept open. */
async function withoutBody(response: Response): Promise<Response> {
  await response.body?.cancel();
  return new Response(null, response);
}

function problemOf(error: unknown, { log }: WebRuntime): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof FloodRefused || error instanceof LabRefused) return new Problem(error.code, error.message, undefined, { cause: error });
  if (error instanceof LabUnavailable) return new Problem('service_missing', error.message, undefined, { cause: error });
  if (error instanceof ImpossibleMove) return new Problem('impossible_move', `${error.message} Nothing was done.`, undefined, { cause: error });
  if (isLostConnection(error)) {
    return new Problem('service_missing', 'Postgres or Redis does not answer. Start it and try again.', undefined, { cause: error });
  }
  log.error({ err: error }, 'a bug');
  return new Problem('internal', 'Something broke on the server; its log has the details.', undefined, { cause: error });
}

const LOST = /^(ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|EAI_|CONNECT|57P0)/;

function isLostConnection(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && LOST.test(cause.code)) return true;
  }
  return false;
}
