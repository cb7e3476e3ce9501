import { describe, expect, test } from 'vitest';
import { DEFAULT_LAB, type LabBuyer, type LabState } from '@/domain/lab';
import type { Lesson } from '@/domain/lesson';
import { labBuyer, labMove, labState, lessonWith } from '@/testing/lab-fixtures';
import { strategyInfo } from '@/testing/strategy-fixtures';
import { autoMove } from './auto-move';
import { queryOfLab, readLabAddress } from './lab-address';
import { labHeadline } from './lab-headline';
import { labKeyAction } from './lab-key';
import { happened, isolationWords, leftWords, sessionWords, waitSentences } from './lab-words';
import { lessonProgress, nextLesson } from './lesson-progress';
import { scheduleChips } from './schedule-chips';
import { sqlTokens, withoutValues } from '@/web/parts/code/sql-tokens';

const lesson = lessonWith({ name: 'lost', schedule: 'A.B.A.B' });
const read = (query: string, lessons: readonly Lesson[] = [lesson]) => readLabAddress(new URLSearchParams(query), { strategies: ['naive', 'for-update:nowait'], lessons });
const says = (lab: LabState | null, phase: 'open' | 'opening' | 'closed' | 'refused' = 'open') => labHeadline({ phase, lab }, 2).map(({ text }) => text).join('');

describe('the address of a lab', () => {
  test('leads to where it was written', () => {
    const choice = { setup: { ...DEFAULT_LAB, strategy: 'for-update:nowait', buyers: 3, quantity: 2 }, lesson: null };
    const query = queryOfLab(choice, 'A.B.C');
    expect(query.toString()).toBe('strategy=for-update%3Anowait&buyers=3&stock=1&quantity=2&schedule=A.B.C');
    expect(read(query.toString())).toEqual({ choice, schedule: 'A.B.C', faults: [] });
  });

  test('needs no more than the name of a lesson', () => {
    expect(read('lesson=lost&schedule=A.B')).toEqual({ choice: { setup: lesson.setup, lesson: 'lost' }, schedule: 'A.B', faults: [] });
  });

  test('names every fault, and what there is instead', () => {
    const { choice, schedule, faults } = read('strategy=nope&buyers=9&stock=x&replicas=&schedule=A.X&lesson=none');
    expect(choice).toEqual({ setup: DEFAULT_LAB, lesson: null });
    expect(schedule).toBe('');
    expect(faults.map((fault) => fault.split(/[ ;]/).slice(0, 4).join(' '))).toEqual([
      "There is no lesson", "There is no strategy", 'buyers=9 is not a', 'stock=x is not a', 'replicas= is not a', 'The schedule cannot be',
    ]);
    expect(faults[2]).toBe('buyers=9 is not a whole number from 2 to 4; this lab has 2.');
  });

  test('does not follow a lesson that differs from the address, nor move a buyer that is not there', () => {
    expect(read('lesson=lost&stock=5')).toMatchObject({ choice: { lesson: null, setup: { stock: 5 } }, faults: [expect.stringContaining('differs from what the address says')] });
    expect(read('schedule=A.C').faults).toEqual(['The schedule cannot be played, because it moves buyer C, and this lab has A and B. The lab is at its beginning.']);
  });
});

describe('a lesson', () => {
  const none = new Map<number, string>();
  test('asks before the move that shows it, and gives the right answer when the next question comes up', () => {
    expect(lessonProgress(lesson, 'A', none)).toMatchObject({ kind: 'following', next: 'B', asks: null, made: 1, total: 4 });
    expect(lessonProgress(lesson, 'A.B', none)).toMatchObject({ next: 'A', asks: lesson.predictions[0] });
    const answered = new Map([[0, '2']]);
    expect(lessonProgress(lesson, 'A.B', answered)).toMatchObject({ asks: null, asked: [{ answer: '2', seen: false }] });
    expect(lessonProgress(lesson, 'A.B.A', answered)).toMatchObject({ asks: lesson.predictions[1], asked: [{ seen: true }, { seen: false }] });
    expect(lessonProgress(lesson, 'A.B.A.B', answered)).toMatchObject({ kind: 'over', next: null, asks: null, asked: [{ seen: true }, { answer: null, seen: true }] });
  });

  test('can be left, and says where it goes on', () => {
    expect(lessonProgress(lesson, 'A.B.B.A', none)).toMatchObject({ kind: 'left', next: null, asks: null, backTo: 'A.B' });
    expect(lessonProgress(lesson, 'A.B.A.B.A', none)).toMatchObject({ kind: 'left', backTo: 'A.B.A.B' });
  });

  test('is followed by the next', () => {
    const second = lessonWith({ name: 'second' });
    expect([nextLesson([lesson, second], 'lost'), nextLesson([lesson, second], 'second')]).toEqual([second, null]);
  });
});

describe('playing by itself', () => {
  const lab = (possible: LabState['possible'], ...made: ('A' | 'B' | 'C' | 'T')[]) => labState({ possible, moves: made.map((move) => labMove(move)) });
  test.each([
    [lab(['A', 'B']), 'A'],
    [lab(['A', 'B'], 'A'), 'B'],
    [lab(['A', 'B', 'T'], 'A', 'B'), 'A'],
    [lab(['A', 'C'], 'A'), 'C'],
    [lab(['A'], 'A'), 'A'],
    [lab(['A', 'B', 'T'], 'A', 'T'), 'B'],
    [lab([]), null],
  ])('%# alternates and skips a waiting buyer', (state, next) => expect(autoMove(state, null)).toBe(next));

  test('plays the lesson and stops at its questions', () => {
    const state = lab(['A', 'B']);
    expect(autoMove(state, lessonProgress(lesson, 'A', new Map()))).toBe('B');
    expect(autoMove(state, lessonProgress(lesson, 'A.B', new Map()))).toBe(null);
    expect(autoMove(state, lessonProgress(lesson, 'A.B.A.B', new Map()))).toBe(null);
  });
});

describe('the headline of a lab', () => {
  test('says who is needed where only the instructor may open one, and otherwise that it could not be opened', () => {
    expect(labHeadline({ phase: 'refused', lab: null }, 2, null, true)).toEqual([{ text: 'The lab needs the instructor.', tone: 'plain' }]);
    expect(says(null, 'refused')).toBe('The lab could not be opened.');
  });

  const waiting: LabBuyer = labBuyer('B', { status: 'waiting', next: null, steps: [{ kind: 'lock', name: 'lock the row', sql: [], status: 'waiting', observed: null, wait: { kind: 'lock', blockers: ['A'] }, move: 1 }] });
  const confirmed = { kind: 'confirmed', orderId: 1, remaining: 0, createdAt: '' } as const;
  const ended = (...outcomes: LabBuyer['outcome'][]) => outcomes.map((outcome, place) => labBuyer(place === 0 ? 'A' : 'B', { status: 'ended', outcome }));

  test('invites, says who waits, and names a deadlock', () => {
    expect(says(null, 'opening')).toBe('You are the scheduler. Press A or B.');
    expect(says(labState())).toBe('You are the scheduler. Press A or B.');
    expect(says(labState({ moves: [labMove('A')] }))).toBe('Who moves next? Press A or B.');
    expect(says(labState({ moves: [labMove('A')], buyers: [labBuyer('A'), waiting], possible: ['A'] }))).toBe('B waits for A. Press A.');
    expect(says(labState({ deadlock: ['A', 'B'] }))).toContain('Deadlock: A and B wait for each other.');
    expect(says(labState(), 'closed')).toBe('This lab was closed.');
  });

  test('ends with the verdict and its numbers', () => {
    const over = { possible: [], moves: [labMove('A')] };
    const verdict = (unitsSold: number, how: 'pass' | 'violated') => ({ verdict: how, unitsSold, sentence: '', findings: [] });
    expect(says(labState({ ...over, buyers: ended(confirmed, confirmed), verdict: verdict(2, 'violated') }))).toBe('Both buyers hold an order: 2 sold of 1.');
    expect(says(labState({ ...over, buyers: ended(confirmed, { kind: 'sold-out' }), verdict: verdict(1, 'pass') }))).toBe('1 sold of 1. A holds an order, and B found it sold out.');
    expect(says(labState({ ...over, buyers: ended({ kind: 'sold-out' }, { kind: 'sold-out' }), verdict: verdict(0, 'violated') }))).toBe('0 sold of 1, and the stock is 1: something is wrong.');
  });
});

describe('the words of a lab', () => {
  test('describe a move with all its effects', () => {
    const move = labMove('A', [
      { kind: 'step', buyer: 'A', step: 'commit', observed: null, failed: false },
      { kind: 'ended', buyer: 'A', outcome: { kind: 'sold-out' } },
      { kind: 'goes-on', buyer: 'B', step: 'lock the row', observed: { stock: 0 }, failed: false },
    ]);
    expect(happened(move)).toBe('A: commit. A: sold out. B goes on: lock the row, stock 0.');
    const failed = labMove('B', [{ kind: 'step', buyer: 'B', step: 'write', observed: { error: 'deadlock detected', sqlstate: '40P01' }, failed: true }]);
    expect(happened(failed)).toBe('B: write failed, error 40P01: deadlock detected.');
  });

  test('say what a lock of the application is waited for with', () => {
    const steps = [{ kind: 'acquire', name: 'take', sql: [], status: 'waiting', observed: null, wait: { kind: 'application' }, move: 0 }] as const;
    expect(waitSentences({ buyers: [labBuyer('B', { status: 'waiting', steps })] })).toEqual(['B found the lock taken. It tries again after every move.']);
  });

  test('count the time down', () => {
    expect(sessionWords(2, 240_000)).toBe('two real PostgreSQL sessions, 4 min left');
    expect([leftWords(91_000), leftWords(59_100), leftWords(-5)]).toEqual(['2 min', '60 s', '0 s']);
  });

  test('take the isolation level out of the header', () => {
    expect(isolationWords(strategyInfo({ isolationLevel: 'Repeatable read (snapshot isolation): all' }))).toBe('repeatable read');
    expect(isolationWords(strategyInfo({ isolationLevel: 'In Postgres read committed: a guarded UPDATE' }))).toBe('read committed');
  });
});

describe('statements', () => {
  test('keep every character and know their values', () => {
    const sql = "update inventory set stock = 0 -- ours\nwhere buyer_id = 'it''s'";
    expect(sqlTokens(sql).map(({ text }) => text).join('')).toBe(sql);
    expect(sqlTokens(sql).filter(({ kind }) => kind === 'value').map(({ text }) => text)).toEqual(['0', "'it''s'"]);
    expect(withoutValues("values (1, 'A', null)")).toBe('values (…, …, null)');
  });
});

test('chips lead back to where their move had just been made', () => {
  const moves = [labMove('A'), labMove('B', [{ kind: 'waits', buyer: 'B', step: 'read', wait: { kind: 'application' } }]), { move: 'T' as const, step: null, events: [] }];
  expect(scheduleChips({ moves })).toEqual([
    { move: 'A', text: 'read', waits: false, token: 'A' },
    { move: 'B', text: 'read … waits', waits: true, token: 'A.B' },
    { move: 'T', text: 'time passes', waits: false, token: 'A.B.T' },
  ]);
});

test('keys', () => {
  expect([labKeyAction('a'), labKeyAction('T'), labKeyAction(' '), labKeyAction('r'), labKeyAction('Backspace'), labKeyAction('Enter'), labKeyAction('x')]).toEqual([
    { kind: 'move', move: 'A' }, { kind: 'move', move: 'T' }, { kind: 'play' }, { kind: 'again' }, { kind: 'back' }, { kind: 'next' }, null,
  ]);
});
