import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { ANOMALIES } from '@/domain/anomaly';
import type { Expectation, Experiment } from '@/domain/experiment';
import { FAULTS } from '@/domain/fault';
import type { Foretold } from '@/domain/matrix';
import { floodPlanInput, type PlanLimits } from './flood-plan-schema';
import { ExperimentError, type KnownStrategy } from './load-experiments';

/** One column of the matrix: a fault, replicas, and the strategies of which something is foretold under it. */
export interface MatrixColumn {
  fault: string | null;
  replicas: number;
  experiment: Experiment;
}

const FILE = 'matrix/expected.yaml';
const VERDICTS = ['pass', 'holds', 'loses-sales', 'turns-away'] as const;
const WORDS = [...VERDICTS, ...ANOMALIES] as const;

const file = z.strictObject({
  flood: z.record(z.string(), z.unknown()),
  columns: z
    .array(
      z.strictObject({
        fault: z.enum(['none', ...FAULTS.map((fault) => fault.name)]),
        replicas: z.int().min(1),
        flood: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .min(1),
  /** By strategy or class, then by `fault` or `fault/replicas`. */
  foretold: z.record(z.string(), z.record(z.string(), z.enum(WORDS))),
});

type MatrixFile = z.infer<typeof file>;

/** Reads the matrix as one experiment a column. Throws `ExperimentError` with the faults of the file. */
export async function loadMatrix(path: string, known: readonly KnownStrategy[], limits: PlanLimits): Promise<MatrixColumn[]> {
  const parsed = file.safeParse(parse(await readFile(path, 'utf8')));
  if (!parsed.success) throw new ExperimentError(FILE, parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  const strangers = strangeNames(parsed.data, known);
  if (strangers.length > 0) throw new ExperimentError(FILE, strangers);
  return parsed.data.columns.map((column) => {
    const expectations = known.flatMap((strategy) => expectationOf(parsed.data, strategy, column) ?? []);
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
    return { fault, replicas: column.replicas, experiment: asExperiment(column.fault, expectations, plan.data) };
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

function expectationOf({ foretold }: MatrixFile, { id, class: strategyClass }: KnownStrategy, column: MatrixFile['columns'][number]): Expectation | null {
  const word = [foretold[id], foretold[strategyClass]]
    .flatMap((row) => [row?.[`${column.fault}/${column.replicas}`], row?.[column.fault]])
    .find((found) => found !== undefined);
  return word === undefined ? null : { strategy: id, ...foretoldBy(word), unitsSold: null, soldOut: null };
}

/** What a word of the file foretells. */
function foretoldBy(word: (typeof WORDS)[number]): Foretold {
  const verdict = VERDICTS.find((known) => known === word);
  return verdict ? { verdict, anomaly: null } : { verdict: 'violated', anomaly: ANOMALIES.find((known) => known === word) ?? null };
}

/** A name that nobody knows would be a promise that nobody checks. */
function strangeNames({ foretold, columns }: MatrixFile, known: readonly KnownStrategy[]): string[] {
  const rows = new Set(known.flatMap(({ id, class: strategyClass }) => [id, strategyClass as string]));
  const cells = new Set(columns.flatMap(({ fault, replicas }) => [fault, `${fault}/${replicas}`]));
  return Object.entries(foretold).flatMap(([row, cellsOfRow]) => [
    ...(rows.has(row) ? [] : [`foretold: nobody knows ${row}`]),
    ...Object.keys(cellsOfRow).flatMap((cell) => (cells.has(cell) ? [] : [`foretold.${row}: there is no column ${cell}`])),
  ]);
}
