import type { WebRuntime } from '@/runs/web-runtime';
import { explorationInput, labInput, moveInput, scheduleInput } from './lab-schemas';
import { CHANGING, READING, answer, bodyOf, labInPath, refusals, runInPath, type Json } from './openapi-parts';
import * as replies from './reply-schemas';

const SENT = { ...CHANGING, 400: 'bad_json or invalid', 413: 'body_too_large' };
const NO_LAB = 'not_found: it was closed, or nobody moved in it for a while';

/** Labs, searches of all orders, and lessons. */
export function labPaths({ strategyIds }: WebRuntime['limits']): Json {
  const lab = answer('the lab as it stands then', replies.labReply);
  return {
    '/api/labs': {
      post: {
        summary: 'Open a lab: real sessions that are stepped one by one',
        requestBody: bodyOf(labInput(strategyIds)),
        responses: { 201: answer('opened, with the moves of the schedule made', replies.labReply), ...refusals({ ...SENT, 429: 'too_many_labs or too_many_calls' }) },
      },
    },
    '/api/labs/{id}': {
      get: { summary: 'A lab as it stands, also while a move is under way', parameters: [labInPath], responses: { 200: lab, ...refusals({ 404: NO_LAB, ...READING }) } },
      delete: { summary: 'Roll back what is open and close the lab', parameters: [labInPath], responses: { 204: answer('closed'), ...refusals({ ...CHANGING, 404: NO_LAB }) } },
    },
    '/api/labs/{id}/moves': {
      post: {
        summary: 'Make one move: a buyer takes its next step, or time passes',
        parameters: [labInPath],
        requestBody: bodyOf(moveInput),
        responses: { 200: lab, ...refusals({ ...SENT, 404: NO_LAB, 409: 'impossible_move: nothing was done' }) },
      },
    },
    '/api/labs/{id}/schedule': {
      put: {
        summary: 'Go to where a schedule leads, forward or back; where it cannot be followed it stops, and says why',
        parameters: [labInPath],
        requestBody: bodyOf(scheduleInput),
        responses: { 200: lab, ...refusals({ ...SENT, 404: NO_LAB }) },
      },
    },
    '/api/labs/{id}/spec': {
      get: {
        summary: "The moves so far as a file for PostgreSQL's isolation tester",
        parameters: [labInPath],
        responses: { 200: answer('the file', 'text/plain'), ...refusals({ 404: `${NO_LAB}; or its strategy works with Redis`, ...READING }) },
      },
    },
    '/api/lessons': { get: { summary: 'The lessons of the lab', responses: { 200: answer('lessons', replies.lessonsReply), ...refusals({ ...READING }) } } },
    '/api/explorations': {
      post: {
        summary: 'Search the orders of steps of a strategy',
        requestBody: bodyOf(explorationInput(strategyIds)),
        responses: { 202: answer('begun', replies.explorationReply), ...refusals({ ...SENT, 429: 'too_many_labs: as many searches are under way as may be; or too_many_calls' }) },
      },
    },
    '/api/explorations/{id}': {
      get: { summary: 'A search, and what it found', parameters: [runInPath], responses: { 200: answer('the search', replies.explorationReply), ...refusals({ 404: 'not_found', ...READING }) } },
      delete: { summary: 'Cancel a search', parameters: [runInPath], responses: { 204: answer('cancelled'), ...refusals({ ...CHANGING, 404: 'not_found: none such is under way' }) } },
    },
  };
}
