import type { LabState } from '@/domain/lab';
import { readMoves } from '@/lab/schedule-moves';
import { specOf } from '@/lab/spec-of';
import { needsRedis } from '@/strategies/strategy-ids';
import { Problem } from '../problem';
import { parsed, parsedWithin, route } from '../route';
import { labInput, moveInput, scheduleInput } from '../schemas/lab-inputs';
import { idInPath } from '../schemas/path';
import * as replies from '../schemas/replies';
import { json, nothing, text } from '../success';

const STRATEGY_FAILED = 'strategy_failed: a strategy from a file ended its process or never gave it back; the lab is closed';
const NO_LAB = 'not_found: it was closed, or no move was made in it for a while';

/** The lab, or a refusal: it never existed, was closed, or had no move for too long. */
function present<T>(id: string, lab: T | null): T {
  if (lab === null) throw new Problem('not_found', `There is no lab ${id}: it was closed, or no move was made in it for a while. Open it again with its schedule to continue where you were.`);
  return lab;
}

const asItStands = json<LabState>(200, 'the state of the lab afterwards', replies.labReply);

export const labRoutes = [
  route({
    method: 'POST',
    path: '/api/labs',
    caller: 'instructor-on-a-network',
    summary: 'Open a lab: real sessions that are stepped one by one',
    details: 'Every buyer is before its first step, or after the moves of `schedule`. Up to 24 labs may be open; a lab without a move for five minutes is closed.',
    body: parsedWithin(({ strategyIds }) => labInput(strategyIds)),
    success: json(201, 'opened, with the moves of the schedule made', replies.labReply, { location: ({ id }) => `/api/labs/${id}` }),
    refusals: { 409: STRATEGY_FAILED, 429: 'too_many_labs' },
    handle: ({ body: { schedule, ...setup }, sandbox }) => {
      const moves = readMoves(schedule, setup.buyers);
      if (typeof moves === 'string') throw new Problem('invalid', moves);
      return sandbox.labs.start(setup, moves);
    },
  }),
  route({
    method: 'GET',
    path: '/api/labs/{id}',
    caller: 'anyone',
    summary: 'The current state of a lab, also while a move is under way',
    params: idInPath,
    success: asItStands,
    refusals: { 404: NO_LAB },
    handle: async ({ params: { id }, sandbox }) => present(id, await sandbox.labs.find(id)),
  }),
  route({
    method: 'DELETE',
    path: '/api/labs/{id}',
    caller: 'instructor-on-a-network',
    summary: 'Roll back open transactions and close the lab',
    params: idInPath,
    success: nothing('closed'),
    refusals: { 404: NO_LAB },
    handle: async ({ params: { id }, sandbox }) => {
      present(id, (await sandbox.labs.close(id)) || null);
    },
  }),
  route({
    method: 'POST',
    path: '/api/labs/{id}/moves',
    caller: 'instructor-on-a-network',
    summary: 'Make one move: a buyer takes its next step, or time passes',
    params: idInPath,
    body: parsed(moveInput),
    success: asItStands,
    refusals: { 404: NO_LAB, 409: `impossible_move: nothing was done; ${STRATEGY_FAILED}` },
    handle: async ({ params: { id }, body: { move }, sandbox }) => present(id, await sandbox.labs.move(id, move)),
  }),
  route({
    method: 'PUT',
    path: '/api/labs/{id}/schedule',
    caller: 'instructor-on-a-network',
    summary: 'Go forward or back to the end of a schedule; stops where it cannot be followed, and says why',
    details: 'Going back replays from the beginning. `problem` says where the schedule could not be followed.',
    params: idInPath,
    body: parsed(scheduleInput),
    success: asItStands,
    refusals: { 404: NO_LAB },
    handle: async ({ params: { id }, body: { schedule }, sandbox }) => {
      const { setup } = present(id, await sandbox.labs.find(id));
      const moves = readMoves(schedule, setup.buyers);
      if (typeof moves === 'string') throw new Problem('invalid', `Nothing was done, because of schedule: ${moves}.`, [{ name: 'schedule', expected: moves }]);
      return present(id, await sandbox.labs.goTo(id, moves));
    },
  }),
  route({
    method: 'GET',
    path: '/api/labs/{id}/spec',
    caller: 'anyone',
    summary: "The moves so far as a file for PostgreSQL's isolation tester",
    params: idInPath,
    success: text('the file'),
    refusals: { 404: `${NO_LAB}; or its strategy works with Redis` },
    handle: async ({ params: { id }, sandbox }) => {
      const lab = present(id, await sandbox.labs.find(id));
      const { strategy } = lab.setup;
      if (needsRedis([strategy])) throw new Problem('not_found', `${strategy} works with Redis, and PostgreSQL's isolation tester has only SQL steps, so there is no such file.`);
      return { text: await specOf(lab), headers: { 'content-type': 'text/plain; charset=utf-8', 'content-disposition': `attachment; filename="${strategy.replace(':', '-')}.spec"` } };
    },
  }),
];
