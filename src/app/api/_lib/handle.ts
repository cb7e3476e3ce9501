import { LabDeskError } from '@/runs/lab/lab-desk';
import { LabUnavailable } from '@/runs/lab/lab-errors';
import { DeskError } from '@/runs/run-desk';
import { complain } from '@/runs/web-log';
import { webRuntime, type WebRuntime } from '@/runs/web-runtime';
import { refuseForeignHost, refuseForeignOrigin } from './origin';
import { Problem, problemResponse } from './problem';

type Params = Record<string, string>;
interface Context<P> {
  params: Promise<P>;
}

/** What a route does once the request is known to be ours: one use case, its result mapped. */
export type Work<P> = (call: { request: Request; params: P; runtime: WebRuntime }) => Promise<Response> | Response;

/** A route that only reads. Everything thrown becomes `{ error }` with the right status. */
export function reads<P = Params>(work: Work<P>) {
  return async (request: Request, context: Context<P>): Promise<Response> => {
    try {
      return await work({ request, params: await context.params, runtime: await runtimeOrProblem() });
    } catch (error) {
      return problemResponse(problemOf(error));
    }
  };
}

/** A route that changes something: the same, and refused when another site's page sent it or may have. */
export function changes<P = Params>(work: Work<P>) {
  return reads<P>((call) => {
    refuseForeignOrigin(call.request);
    if (call.runtime.loopbackOnly) refuseForeignHost(call.request);
    return work(call);
  });
}

async function runtimeOrProblem(): Promise<WebRuntime> {
  try {
    return await webRuntime();
  } catch (cause) {
    throw new Problem('service_missing', `The sandbox has no services to work with: ${sentenceOf(cause)}`, undefined, { cause });
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DeskError || error instanceof LabDeskError) return new Problem(error.code, error.message, undefined, { cause: error });
  if (error instanceof LabUnavailable) return new Problem('service_missing', error.message, undefined, { cause: error });
  if (isLostConnection(error)) {
    return new Problem('service_missing', 'Postgres or Redis does not answer. Start it and try again.', undefined, { cause: error });
  }
  complain(error);
  return new Problem('internal', 'Something broke on the server; its log has the details.', undefined, { cause: error });
}

const LOST = /^(ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|EAI_|CONNECT|57P0)/;

function isLostConnection(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && LOST.test(cause.code)) return true;
  }
  return false;
}

const sentenceOf = (error: unknown): string => (error instanceof Error && error.message !== '' ? error.message : String(error));
