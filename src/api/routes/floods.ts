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

/** What cannot be the name of a strategy is not shown to the database, which chokes on some of it. */
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
    summary: 'Ask for a flood',
    details: 'The body is a plan, every field optional. One flood runs at a time; the others wait.',
    body: parsedWithin(floodPlanInput),
    success: json(202, 'queued', replies.runReply, { location: ({ id }) => `/api/floods/${id}` }),
    refusals: { 409: "fault_refused: what it would break is not Stampede's own", 429: 'queue_full' },
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
    refusals: { 404: 'not_found: none such is under way' },
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
    summary: 'The lanes of a run whose purchases are kept, step by step',
    details: 'None of an old run: traces go with its orders.',
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
    summary: 'What was recorded of a lane: every purchase with its steps, or of more than 20,000 a sample',
    params: traceInPath,
    query: traceQuery,
    success: json(200, 'the trace, gzipped for a caller that accepts that', replies.traceReply),
    refusals: { 404: 'no_trace or not_found' },
    handle: async ({ params: { id, strategy }, query: { repeat }, sandbox }) => {
      const trace = NAME.test(strategy) ? await sandbox.traces.read(id, strategy, repeat) : null;
      if (!trace) throw new Problem('no_trace', `Nothing is recorded of ${strategy}, repeat ${repeat}, of run ${id}. Purchases are kept of the newest runs only; flood again to have them.`);
      // Next gzips it for a caller that accepts that; the stored gzip cannot be handed on as it is, because Next drops a route's own `content-encoding`.
      return new Response(trace, { headers: { 'content-type': 'application/json', 'cache-control': 'private, no-cache' } });
    },
  }),
];
