import { z } from 'zod';
import { floodPlanInput } from '@/experiments/flood-plan-schema';
import { resumePoint } from '@/streaming/sse';
import { Problem } from '../problem';
import { parsedWithin, route } from '../route';
import { idInPath, listQuery, traceInPath, traceQuery } from '../schemas/path';
import * as replies from '../schemas/replies';
import { runSource } from '../streams/run-source';
import { events, json, nothing } from '../success';

const noRun = (id: string): Problem => new Problem('not_found', `There is no run ${id}.`);

/** A malformed strategy id is not passed to the database, which fails on some of them. */
const NAME = /^[a-z0-9:-]{1,64}$/;

export const floodRoutes = [
  route({
    method: 'GET',
    path: '/api/floods',
    caller: 'anyone',
    summary: 'Runs, newest first',
    query: listQuery,
    success: json(200, 'runs', z.array(replies.runReply)),
    handle: ({ query, sandbox }) => sandbox.floods.list(query.limit),
  }),
  route({
    method: 'POST',
    path: '/api/floods',
    caller: 'instructor-on-a-network',
    summary: 'Start a flood',
    details: 'The body is a plan, every field optional. One flood runs at a time; the others wait.',
    body: parsedWithin(floodPlanInput),
    success: json(202, 'queued', replies.runReply, { location: ({ id }) => `/api/floods/${id}` }),
    refusals: { 409: "fault_refused: the fault would break a service that Stampede did not start", 429: 'queue_full' },
    handle: ({ body, sandbox }) => sandbox.floods.submit(body),
  }),
  route({
    method: 'GET',
    path: '/api/floods/{id}',
    caller: 'anyone',
    summary: 'A run with its report',
    params: idInPath,
    success: json(200, 'the run', replies.runDetailReply),
    refusals: { 404: 'not_found' },
    handle: async ({ params: { id }, sandbox }) => {
      const run = await sandbox.floods.find(id);
      if (!run) throw noRun(id);
      return run;
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/floods/{id}',
    caller: 'instructor-on-a-network',
    summary: 'Cancel a flood',
    details: 'Queued or running.',
    params: idInPath,
    success: nothing('cancelled'),
    refusals: { 404: 'not_found: no such flood is under way' },
    handle: async ({ params: { id }, sandbox }) => {
      if (!(await sandbox.floods.cancel(id))) throw new Problem('not_found', `No flood ${id} is under way, so nothing was cancelled.`);
    },
  }),
  route({
    method: 'GET',
    path: '/api/floods/{id}/events',
    caller: 'anyone',
    summary: 'Server-sent events of a run; resumes at Last-Event-ID',
    details: 'The last is always `finished` or `failed`.',
    params: idInPath,
    headers: { 'Last-Event-ID': { type: 'string', pattern: '^\\d{1,15}$' } },
    success: events('its events, up to `finished` or `failed`'),
    refusals: { 404: 'not_found' },
    handle: async ({ request, params: { id }, sandbox }) => {
      const stop = new AbortController();
      request.signal.addEventListener('abort', () => stop.abort(), { once: true });
      const followed = await sandbox.floods.follow(id, resumePoint(request), stop.signal);
      if (!followed) throw noRun(id);
      return (gone) => {
        gone.addEventListener('abort', () => stop.abort(), { once: true });
        return runSource(followed);
      };
    },
  }),
  route({
    method: 'GET',
    path: '/api/floods/{id}/traces',
    caller: 'anyone',
    summary: 'The lanes of a run that have a trace',
    details: 'Old runs have none: traces are deleted with the orders.',
    params: idInPath,
    success: json(200, 'the lanes', replies.tracesReply),
    refusals: { 404: 'not_found' },
    handle: async ({ params: { id }, sandbox }) => {
      const [run, traces] = await Promise.all([sandbox.floods.find(id), sandbox.traces.list(id)]);
      if (!run) throw noRun(id);
      return traces;
    },
  }),
  route({
    method: 'GET',
    path: '/api/floods/{id}/traces/{strategy}',
    caller: 'anyone',
    summary: 'The trace of a lane: every purchase with its steps, or a sample if there are more than 20,000',
    params: traceInPath,
    query: traceQuery,
    success: json(200, 'the trace, gzipped for a caller that accepts it', replies.traceReply),
    refusals: { 404: 'no_trace or not_found' },
    handle: async ({ params: { id, strategy }, query: { repeat }, sandbox }) => {
      const trace = NAME.test(strategy) ? await sandbox.traces.read(id, strategy, repeat) : null;
      if (!trace) throw new Problem('no_trace', `There is no trace of ${strategy}, repeat ${repeat}, in run ${id}. Traces are kept only for the newest runs; flood again to get one.`);
      // Next gzips it for a caller that accepts it; the stored gzip cannot be passed on as it is, because Next drops a route's own `content-encoding`.
      return new Response(trace, { headers: { 'content-type': 'application/json', 'cache-control': 'private, no-cache' } });
    },
  }),
];
