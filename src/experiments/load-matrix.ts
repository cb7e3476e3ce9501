import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { ANOMALIES } from '@/domain/anomaly';
import type { Expectation, Experiment } from '@/domain/experiment';
import { FAULTS } from '@/domain/fault';
import type { Expected } from '@/domain/matrix';
import { floodPlanInput, type PlanLimits } from './flood-plan-schema';
import { ExperimentError, type KnownStrategy } from './load-experiments';

/** One column of the matrix: a fault, replicas, and the strategies of which something is expected under it. */
export interface MatrixColumn {
  fault: string | null;
  replicas: number;
  experiment: Experiment;
}

const FILE = 'matrix/expected.yaml';
const VERDICTS = ['pass', 'holds', 'loses-sales', 'turns-away'] as const;
const WORDS = [...VERDICTS, ...ANOMALIES] as const;

const file = z.preprocess(
  withOldNames,
  z.strictObject({
    flood: z.record(z.string(), z.unknown()),
    columns: z
      .array(
        z.strictObject({
          fault: z.enum(['none', ...FAULTS.map((fault) => fault.name)]),
          replicas: z.int().min(1),
          flood: z.record(z.string(), z.unknown()).default({}),
          /** The strategies that stand for the column in a quick run. */
          quick: z.array(z.string()).default([]),
        }),
      )
      .min(1),
    /** By strategy or class, then by `fault` or `fault/replicas`. */
    expected: z.record(z.string(), z.record(z.string(), z.enum(WORDS))),
  }),
);

/** `expected` was called `foretold` in version 0.1. */
function withOldNames(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('foretold' in input)) return input;
  const { foretold, ...rest } = input;
  return { expected: foretold, ...rest };
}

type MatrixFile = z.infer<typeof file>;

/**
 * Reads the matrix as one experiment a column; `quick` with no more than the cells that the file names for it. Throws
 * `ExperimentError` with the faults of the file.
 */
export async function loadMatrix(path: string, known: readonly KnownStrategy[], limits: PlanLimits, size: 'full' | 'quick' = 'full'): Promise<MatrixColumn[]> {
  const parsed = file.safeParse(parse(await readFile(path, 'utf8')));
  if (!parsed.success) throw new ExperimentError(FILE, parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  const strangers = strangeNames(parsed.data, known);
  if (strangers.length > 0) throw new ExperimentError(FILE, strangers);
  return parsed.data.columns.flatMap((column) => {
    const all = known.flatMap((strategy) => expectationOf(parsed.data, strategy, column) ?? []);
    const unknown = column.quick.filter((id) => !all.some(({ strategy }) => strategy === id));
    if (unknown.length > 0) throw new ExperimentError(FILE, [`${column.fault}: quick names ${unknown.join(', ')}, of which nothing is expected there`]);
    const expectations = size === 'full' ? all : all.filter(({ strategy }) => column.quick.includes(strategy));
    if (expectations.length === 0) return [];
    const fault = column.fault === 'none' ? null : column.fault;
    const input = {
      ...parsed.data.flood,
      ...column.flood,
      replicas: column.replicas,
      fault,
      strategies: expectations.map(({ strategy }) => strategy),
    };
    const plan = floodPlanInput(limits).safeParse(input);
    if (!plan.success) throw new ExperimentError(FILE, plan.error.issues.map((issue) => `${column.fault}: ${issue.path.join('.')} ${issue.message}`));
    return [{ fault, replicas: column.replicas, experiment: asExperiment(column.fault, expectations, plan.data) }];
  });
}

const asExperiment = (fault: string, expectations: Expectation[], plan: Experiment['plans'][number]): Experiment => ({
  name: `matrix-${fault}-${plan.replicas}`,
  title: FAULTS.find(({ name }) => name === fault)?.title ?? 'No fault',
  question: FAULTS.find(({ name }) => name === fault)?.what ?? 'Nothing is broken.',
  lesson: '',
  plans: [plan],
  varies: null,
  expectations,
});

function expectationOf({ expected }: MatrixFile, { id, class: strategyClass }: KnownStrategy, column: MatrixFile['columns'][number]): Expectation | null {
  const word = [expected[id], expected[strategyClass]]
    .flatMap((row) => [row?.[`${column.fault}/${column.replicas}`], row?.[column.fault]])
    .find((found) => found !== undefined);
  return word === undefined ? null : { strategy: id, ...expectedBy(word), unitsSold: null, soldOut: null };
}

/** What a word of the file means. */
function expectedBy(word: (typeof WORDS)[number]): Expected {
  const verdict = VERDICTS.find((known) => known === word);
  return verdict ? { verdict, anomaly: null } : { verdict: 'violated', anomaly: ANOMALIES.find((known) => known === word) ?? null };
}

/** A name that is not known would be a promise that is never checked. */
function strangeNames({ expected, columns }: MatrixFile, known: readonly KnownStrategy[]): string[] {
  const rows = new Set(known.flatMap(({ id, class: strategyClass }) => [id, strategyClass as string]));
  const cells = new Set(columns.flatMap(({ fault, replicas }) => [fault, `${fault}/${replicas}`]));
  return Object.entries(expected).flatMap(([row, cellsOfRow]) => [
    ...(rows.has(row) ? [] : [`expected: no strategy or class is called ${row}`]),
    ...Object.keys(cellsOfRow).flatMap((cell) => (cells.has(cell) ? [] : [`expected.${row}: there is no column ${cell}`])),
  ]);
}
