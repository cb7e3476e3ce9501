import { searchBounds } from '@/lab/default-bounds';
import { Problem } from '../problem';
import { parsedWithin, route } from '../route';
import { explorationInput } from '../schemas/lab-inputs';
import { idInPath } from '../schemas/path';
import * as replies from '../schemas/replies';
import { json, nothing } from '../success';

export const explorationRoutes = [
  route({
    method: 'POST',
    path: '/api/explorations',
    caller: 'instructor-on-a-network',
    summary: 'Search the schedules of a strategy',
    details: 'Two run at a time; the newest 20 are kept in memory.',
    body: parsedWithin(({ strategyIds }) => explorationInput(strategyIds)),
    success: json(202, 'begun', replies.explorationReply, { location: ({ id }) => `/api/explorations/${id}` }),
    refusals: { 429: 'too_many_labs: the maximum number of searches is under way' },
    handle: ({ body: { schedules, seconds, seed, expiries, ...setup }, sandbox }) => sandbox.explorations.start(setup, searchBounds(setup, { schedules, seconds, seed, expiries })),
  }),
  route({
    method: 'GET',
    path: '/api/explorations/{id}',
    caller: 'anyone',
    summary: 'A search: its progress, and what it found',
    params: idInPath,
    success: json(200, 'the search', replies.explorationReply),
    refusals: { 404: 'not_found' },
    handle: ({ params: { id }, sandbox }) => {
      const search = sandbox.explorations.find(id);
      if (!search) throw new Problem('not_found', `There is no search ${id}; only the newest are kept. Start it again.`);
      return search;
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/explorations/{id}',
    caller: 'instructor-on-a-network',
    summary: 'Cancel a search',
    params: idInPath,
    success: nothing('cancelled'),
    refusals: { 404: 'not_found: no such search is under way' },
    handle: ({ params: { id }, sandbox }) => {
      if (!sandbox.explorations.cancel(id)) throw new Problem('not_found', `No search ${id} is under way, so nothing was cancelled.`);
    },
  }),
];
