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
    summary: 'What can be broken on purpose, and whether here',
    success: json(200, 'faults', replies.faultsReply),
    handle: ({ sandbox }) => sandbox.faults(),
  }),
  route({
    method: 'GET',
    path: '/api/guarantees',
    caller: 'anyone',
    summary: 'The guarantee matrix as it was last carried out',
    success: json(200, 'the matrix', replies.guaranteesReply),
    refusals: { 404: 'not_found: it never was' },
    handle: async ({ sandbox }) => {
      const matrix = await sandbox.guarantees();
      if (!matrix) throw new Problem('not_found', 'The guarantee matrix was never carried out here. Run "npx stampede matrix".');
      return matrix;
    },
  }),
  route({
    method: 'GET',
    path: '/api/live',
    caller: 'anyone',
    summary: 'Server-sent events: `run`, `watching` and `strategies`',
    details: '`run` whenever a run is queued, starts or ends; `watching`: how many pages are open; `strategies`: one from a file was built anew, or cannot be.',
    success: events('news for as long as it is open'),
    handle: ({ web, sandbox }) => (gone) => liveSource(sandbox.floods, web.audience, gone, sandbox.opened),
  }),
];
