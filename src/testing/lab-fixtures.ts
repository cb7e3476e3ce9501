import { DEFAULT_LAB, type LabBuyer, type LabEvent, type LabMove, type LabState } from '@/domain/lab';
import type { Lesson } from '@/domain/lesson';
import type { BuyerName, Move } from '@/domain/schedule';

/** A buyer before its first step; fields can be overridden. */
export const labBuyer = (name: BuyerName, fields: Partial<LabBuyer> = {}): LabBuyer => ({
  name,
  replica: 0,
  sessionPid: 1,
  status: 'ready',
  steps: [],
  next: 'read',
  planned: [{ kind: 'read', name: 'read', sql: [] }],
  outcome: null,
  ...fields,
});

export const labMove = (move: Move, events: readonly LabEvent[] = []): LabMove => ({ move, step: 'read', events });

/** A lab with two buyers at its beginning; fields can be overridden. */
export const labState = (fields: Partial<LabState> = {}): LabState => ({
  id: 'lab-1',
  setup: DEFAULT_LAB,
  schedule: (fields.moves ?? []).map(({ move }) => move).join('.'),
  moves: [],
  buyers: [labBuyer('A'), labBuyer('B')],
  committed: { stock: 1, version: 0, fencingToken: null, orders: [], events: null, counted: null },
  locks: [],
  keys: [],
  possible: ['A', 'B'],
  deadlock: [],
  verdict: null,
  problem: null,
  complaint: null,
  expiresAt: '2026-01-01T00:00:00.000Z',
  ...fields,
});

/** Four moves, with a question after two and one after three. */
export const lessonWith = (fields: Partial<Lesson> = {}): Lesson => ({
  name: 'lesson',
  title: 'A lesson',
  intro: 'Look.',
  setup: { ...DEFAULT_LAB },
  schedule: 'A.B.A.B',
  predictions: [
    { afterMoves: 2, question: 'How many?', answers: ['1', '2'], right: '2', because: 'Nothing connects them.' },
    { afterMoves: 3, question: 'And then?', answers: ['0', '1'], right: '0', because: 'Both wrote it.' },
  ],
  lesson: 'One step.',
  expect: { verdict: 'violated', anomaly: 'lost-update', unitsSold: 2, outcomes: ['confirmed', 'confirmed'] },
  ...fields,
});
