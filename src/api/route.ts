import { z } from 'zod';
import type { PlanLimits } from '@/experiments/flood-plan-schema';
import { Problem } from './problem';
import { queryOf } from './query';
import { parseWith, readBody, readText } from './read-body';
import type { Sandbox } from './runtime/sandbox';
import type { WebRuntime } from './runtime/web-runtime';
import { sandboxOf } from './sandbox-of';
import type { Success } from './success';

export const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

/**
 * Who may call a route. Any method but GET changes something, and is refused if another site's page sent it or may have sent it.
 * - `monitoring`: anyone, without a rate limit, even while every store is away.
 * - `anyone`: anyone, within the rate limit of an address.
 * - `instructor-on-a-network`: anyone on this machine; if the web listens beyond loopback, only the instructor.
 * - `instructor`: only the instructor, everywhere.
 */
export type Caller = 'monitoring' | 'anyone' | 'instructor-on-a-network' | 'instructor';

/** A path parameter: its schema, and how a value that does not match is answered; null if any text matches. */
export interface PathParam<T> {
  schema: z.ZodType<T>;
  misfit: 'invalid' | 'not_found' | null;
}
type Params = Record<string, PathParam<unknown>>;
type ValuesOf<P extends Params> = { [Name in keyof P]: P[Name] extends PathParam<infer Value> ? Value : never };

/** A body: `parsed` by its schema before the handler is called, or passed on as `text` to a use case that parses it. */
export interface Body<B> {
  read: 'parsed' | 'text';
  schema: (limits: PlanLimits) => z.ZodType<B>;
}

/** The description of a route in the table, independent of its types. */
interface RouteFacts {
  method: Method;
  path: `/api/${string}`;
  caller: Caller;
  /** What it does, in a line. */
  summary: string;
  /** Further information for callers, in Markdown. */
  details?: string;
  /** Headers that it reads, each with its JSON Schema. */
  headers?: Record<string, object>;
  /** The route's own refusals, by status: codes and their meaning. Guards and input checks add theirs. */
  refusals?: Record<number, string>;
}

/** The arguments of a handler: everything that its row declares, parsed. */
interface Call<P extends Params, Q, B> {
  request: Request;
  params: ValuesOf<P>;
  query: Q;
  body: B;
  web: WebRuntime;
  sandbox: Sandbox;
}

type Handled<R> = R | Response | Promise<R | Response>;

interface RouteSpec<P extends Params, Q, B, R> extends RouteFacts {
  caller: Exclude<Caller, 'monitoring'>;
  params?: P;
  query?: z.ZodType<Q>;
  body?: Body<B>;
  success: Success<R>;
  /** Calls one use case. Its result becomes the good answer; an error becomes a refusal. */
  handle: (call: Call<P, Q, B>) => Handled<R>;
}

interface ProbeSpec<R> extends RouteFacts {
  caller: 'monitoring';
  success: Success<R>;
  handle: (web: WebRuntime) => Handled<R>;
}

/** A row of the table, for all its readers. */
export interface ApiRoute extends RouteFacts {
  params?: Params;
  query?: z.ZodType;
  body?: Body<unknown>;
  success: Omit<Success<unknown>, 'respond'>;
  /** Answers a call that passed the guards. Throws a `Problem` for what it refuses. */
  answer: (request: Request, path: PathValues, web: WebRuntime) => Promise<Response>;
}

/** The path parameters, decoded. */
export type PathValues = Readonly<Record<string, string>>;

/** Makes a row whose handler gets its input parsed. */
export function route<R, P extends Params = Record<string, never>, Q = undefined, B = undefined>(spec: RouteSpec<P, Q, B, R>): ApiRoute {
  return {
    ...spec,
    answer: async (request, path, web) => {
      const sandbox = await sandboxOf(web);
      const params = paramsOf(spec.params, path) as ValuesOf<P>;
      const query = (spec.query ? parseWith(spec.query, queryOf(request)) : undefined) as Q;
      const body = (spec.body ? await bodyOf(spec.body, request, sandbox.limits) : undefined) as B;
      const result = await spec.handle({ request, params, query, body, web, sandbox });
      return result instanceof Response ? result : spec.success.respond(result, request, web);
    },
  };
}

/** Makes a row that needs no store, so that it answers while they are away. */
export function probe<R>(spec: ProbeSpec<R>): ApiRoute {
  return {
    ...spec,
    answer: async (request, _path, web) => {
      const result = await spec.handle(web);
      return result instanceof Response ? result : spec.success.respond(result, request, web);
    },
  };
}

export const parsed = <B>(schema: z.ZodType<B>): Body<B> => ({ read: 'parsed', schema: () => schema });
export const parsedWithin = <B>(schema: (limits: PlanLimits) => z.ZodType<B>): Body<B> => ({ read: 'parsed', schema });
/** The use case parses it; the schema is for the OpenAPI document. */
export const asText = (schema: z.ZodType): Body<string> => ({ read: 'text', schema: () => schema as z.ZodType<string> });

function paramsOf(params: Params | undefined, path: PathValues): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, { schema, misfit }] of Object.entries(params ?? {})) {
    const value = z.object({ [name]: schema });
    // A malformed id is not passed to the database, which fails on some of them.
    if (misfit === 'not_found' && !value.safeParse(path).success) throw new Problem('not_found', 'There is nothing with that id: ids are UUIDs. Nothing was done.');
    values[name] = parseWith(value, path)[name];
  }
  return values;
}

const bodyOf = (body: Body<unknown>, request: Request, limits: PlanLimits): Promise<unknown> =>
  body.read === 'text' ? readText(request) : readBody(request, body.schema(limits));
