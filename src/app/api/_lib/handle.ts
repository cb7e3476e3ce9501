import { LabDeskError } from '@/runs/lab/lab-desk';
import { LabUnavailable } from '@/runs/lab/lab-errors';
import { DeskError } from '@/runs/run-desk';
import { complain } from '@/runs/web-log';
import { webRuntime, type WebRuntime } from '@/runs/web-runtime';
import { requireInstructor } from './instructor-only';
import { refuseForeignHost, refuseForeignOrigin } from './origin';
import { Problem, problemResponse } from './problem';
import { refuseTooManyCalls } from './too-many';

type Params = Record<string, string>;
interface Context<P> {
  params: Promise<P>;
}

/** What a route does once the request is known to be ours: one use case, its result mapped. */
export type Work<P> = (call: { request: Request; params: P; runtime: WebRuntime }) => Promise<Response> | Response;

/** Who may call a route. */
interface Access {
  /** It changes something: refused when another site's page sent it or may have. */
  changing: boolean;
  /** Whether it needs the instructor: never, where the web listens beyond loopback, or always. */
  instructor: 'never' | 'beyond-loopback' | 'always';
}

/** Everything thrown becomes `{ error }` with the right status. */
const routes = ({ changing, instructor }: Access) =>
  <P = Params>(work: Work<P>) =>
    async (request: Request, context: Context<P>): Promise<Response> => {
      try {
        const runtime = await runtimeOrProblem();
        await refuseTooManyCalls(request, runtime);
        if (changing) {
          refuseForeignOrigin(request);
          if (runtime.loopbackOnly) refuseForeignHost(request);
        }
        if (instructor === 'always' || (instructor === 'beyond-loopback' && !runtime.loopbackOnly)) await requireInstructor(request, runtime);
        return await work({ request, params: await context.params, runtime });
      } catch (error) {
        return problemResponse(problemOf(error));
      }
    };

/** A route that only reads. */
export const reads = routes({ changing: false, instructor: 'never' });

/** A route that changes something and is there for everybody: buying, logging in. */
export const changes = routes({ changing: true, instructor: 'never' });

/** A route that changes something for the whole class: on a network it takes the instructor. */
export const teaches = routes({ changing: true, instructor: 'beyond-loopback' });

/** A route that shows what is the instructor's alone to see. */
export const adminReads = routes({ changing: false, instructor: 'always' });

/** A route that changes what is the instructor's alone to change. */
export const administers = routes({ changing: true, instructor: 'always' });

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
