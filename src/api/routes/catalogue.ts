import { Problem } from '../problem';
import { route } from '../route';
import * as replies from '../schemas/replies';
import { liveSource } from '../streams/live-source';
import { events, json } from '../success';

export const catalogueRoutes = [
  route({
    method: 'GET',
    path: '/api/strategies',
    caller: 'anyone',
    summary: 'The catalogue of strategies, with their sources',
    success: json(200, 'strategies', replies.strategiesReply),
    handle: ({ sandbox }) => sandbox.strategies(),
  }),
  route({
    method: 'GET',
    path: '/api/experiments',
    caller: 'anyone',
    summary: 'The experiments',
    success: json(200, 'experiments', replies.experimentsReply),
    handle: ({ sandbox }) => sandbox.experiments(),
  }),
  route({
    method: 'GET',
    path: '/api/lessons',
    caller: 'anyone',
    summary: 'The lessons of the lab',
    success: json(200, 'lessons', replies.lessonsReply),
    handle: ({ sandbox }) => sandbox.lessons(),
  }),
  route({
    method: 'GET',
    path: '/api/faults',
    caller: 'anyone',
    summary: 'The faults that can be injected, and whether each is available here',
    success: json(200, 'faults', replies.faultsReply),
    handle: ({ sandbox }) => sandbox.faults(),
  }),
  route({
    method: 'GET',
    path: '/api/guarantees',
    caller: 'anyone',
    summary: 'The result of the last run of the guarantee matrix',
    success: json(200, 'the matrix', replies.guaranteesReply),
    refusals: { 404: 'not_found: it was never run' },
    handle: async ({ sandbox }) => {
      const matrix = await sandbox.guarantees();
      if (!matrix) throw new Problem('not_found', 'The guarantee matrix was never run here. Run "npx stampede matrix".');
      return matrix;
    },
  }),
  route({
    method: 'GET',
    path: '/api/live',
    caller: 'anyone',
    summary: 'Server-sent events: `run`, `watching` and `strategies`',
    details: '`run` whenever a run is queued, starts or ends; `watching`: how many pages are open; `strategies`: a strategy from a file was rebuilt, or its build failed.',
    success: events('news as long as the stream is open'),
    handle: ({ web, sandbox }) => (gone) => liveSource(sandbox.floods, web.audience, gone, sandbox.opened),
  }),
];
