import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ANOMALIES } from '@/domain/anomaly';
import { LAB_LIMITS } from '@/domain/lab';
import type { Lesson } from '@/domain/lesson';
import { OUTCOME_KINDS } from '@/domain/purchase';
import { BUYER_NAMES, parseSchedule } from '@/domain/schedule';
import { ExperimentError, type KnownStrategy } from './load-experiments';

const { buyers, stock, quantity, replicas } = LAB_LIMITS;
const sentence = z.string().trim().min(1);

const file = z.strictObject({
  title: sentence,
  intro: sentence,
  strategy: z.string(),
  buyers: z.int().min(buyers.min).max(buyers.max).default(2),
  stock: z.int().min(stock.min).max(stock.max).default(1),
  quantity: z.int().min(quantity.min).max(quantity.max).default(1),
  replicas: z.int().min(replicas.min).max(replicas.max).default(2),
  schedule: z.string(),
  predict: z
    .array(z.strictObject({ afterMoves: z.int().min(0), question: sentence, answers: z.array(sentence).min(2).max(5), right: sentence, because: sentence }))
    .min(1, 'the learner has to be asked something'),
  lesson: sentence,
  expect: z.strictObject({
    verdict: z.enum(['pass', 'violated', 'undecided']),
    anomaly: z.enum(ANOMALIES).nullable().default(null),
    unitsSold: z.int().min(0),
    outcomes: z.array(z.enum(OUTCOME_KINDS)),
  }),
});

type LessonFile = z.infer<typeof file>;

/** Reads every lesson of a folder, in the order of the file names. Throws `ExperimentError` with all faults of a file. */
export async function loadLessons(folder: string, known: readonly KnownStrategy[]): Promise<Lesson[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(names.map(async (name) => readLesson(name, await readFile(join(folder, name), 'utf8'), known)));
}

function readLesson(fileName: string, text: string, known: readonly KnownStrategy[]): Lesson {
  const parsed = file.safeParse(parse(text));
  const where = `lessons/${fileName}`;
  if (!parsed.success) throw new ExperimentError(where, parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  const faults = faultsOf(parsed.data, known);
  if (faults.length > 0) throw new ExperimentError(where, faults);
  const { title, intro, strategy, buyers: count, stock: units, quantity: each, replicas: processes, schedule, predict, lesson, expect } = parsed.data;
  const setup = { strategy, buyers: count, stock: units, quantity: each, replicas: processes };
  return { name: fileName.replace(/^\d+-|\.yaml$/g, ''), title, intro, setup, schedule, predictions: predict, lesson, expect };
}

function faultsOf(lesson: LessonFile, known: readonly KnownStrategy[]): string[] {
  const moves = parseSchedule(lesson.schedule);
  const faults = typeof moves === 'string' ? [`schedule: ${moves}`] : [];
  const count = typeof moves === 'string' ? 0 : moves.length;
  if (!known.some(({ id }) => id === lesson.strategy)) faults.push(`strategy: there is no ${lesson.strategy}`);
  const names: readonly string[] = BUYER_NAMES.slice(0, lesson.buyers);
  if (typeof moves !== 'string' && moves.some((move) => move !== 'T' && !names.includes(move))) faults.push(`schedule: moves a buyer beyond ${names.join(', ')}`);
  if (lesson.expect.outcomes.length !== lesson.buyers) faults.push('expect.outcomes: one for each buyer');
  for (const { afterMoves, answers, right } of lesson.predict) {
    if (!answers.includes(right)) faults.push(`predict: '${right}' is not among the answers`);
    if (afterMoves >= count) faults.push(`predict: asked after ${afterMoves} moves, and the schedule has ${count}`);
  }
  return faults;
}
