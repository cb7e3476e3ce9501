import { readFile, readdir } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ANOMALIES } from '@/domain/anomaly';
import { EXPECTED_VERDICTS, type Expectation, type Experiment } from '@/domain/experiment';
import { STRATEGY_CLASSES, type StrategyClass } from '@/domain/strategy';
import { floodPlanInput, type PlanLimits } from './flood-plan-schema';

/** A strategy as far as experiments need to know it. */
export interface KnownStrategy {
  id: string;
  class: StrategyClass;
}

/** An experiment file that cannot be used. Lists every fault of it; nothing was run. */
export class ExperimentError extends Error {
  constructor(file: string, faults: readonly string[]) {
    super(`${isAbsolute(file) ? file : `experiments/${file}`} cannot be used; nothing was run:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'ExperimentError';
  }
}

const VARIABLES = ['thinkMs', 'replicas', 'concurrency', 'buyers'] as const;

const expectation = z.strictObject({
  verdict: z.enum(EXPECTED_VERDICTS),
  anomaly: z.enum(ANOMALIES).optional(),
  unitsSold: z.int().min(0).optional(),
  soldOut: z.int().min(0).optional(),
});

const file = z.strictObject({
  title: z.string().min(1),
  question: z.string().min(1),
  lesson: z.string().min(1),
  /** Ids or classes, or `all`. */
  strategies: z.array(z.string()).min(1),
  flood: z.record(z.string(), z.unknown()),
  /** Fields of `flood` for `check --quick`. */
  quick: z.record(z.string(), z.unknown()).default({}),
  vary: z.partialRecord(z.enum(VARIABLES), z.array(z.number()).min(2)).optional(),
  /** By class or id; the id wins. */
  expect: z.record(z.string(), expectation),
});

/** What can be read of a file, whatever else is wrong with it. */
const readable = z
  .object({
    strategies: z.array(z.string()).catch([]),
    flood: file.shape.flood.catch({}),
    quick: file.shape.quick.catch({}),
    vary: file.shape.vary.catch(undefined),
    expect: z.record(z.string(), z.unknown()).catch({}),
  })
  .catch({ strategies: [], flood: {}, quick: {}, vary: undefined, expect: {} });

/** Reads every experiment of a folder, in order of file names. Throws `ExperimentError` for the first file with faults. */
export async function loadExperiments(
  folder: string,
  known: readonly KnownStrategy[],
  limits: PlanLimits,
  size: 'full' | 'quick' = 'full',
): Promise<Experiment[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(
    names.map(async (name) => readExperiment(name, await readFile(join(folder, name), 'utf8'), known, limits, size)),
  );
}

/** Checks the text of one experiment file. `fileName` gives the experiment its name; a leading number only orders it. `ids` has the id of each strategy that is named by its path. */
export function readExperiment(
  fileName: string,
  text: string,
  known: readonly KnownStrategy[],
  limits: PlanLimits,
  size: 'full' | 'quick',
  ids: ReadonlyMap<string, string> = new Map(),
): Experiment {
  const name = basename(fileName).replace(/\.ya?ml$/, '').replace(/^\d+-/, '');
  const content = parseText(fileName, text);
  const parsed = file.safeParse(content);
  // What can be read is checked as well, so that every fault is named at once.
  const { strategies: named, flood, quick, vary, expect } = readable.parse(content);
  const words = named.map((word) => ids.get(word) ?? word);
  const strategies = known.filter((strategy) => words.some((word) => isNamed(strategy, word)));
  const unknown = words.filter((word) => !known.some((strategy) => isNamed(strategy, word)));
  const base = { ...flood, ...(size === 'quick' ? quick : {}), experiment: name, strategies: strategies.map(({ id }) => id) };
  const [varies, values] = firstEntry(vary) ?? [null, []];
  const inputs = varies ? values.map((value) => ({ ...base, [varies]: value })) : [base];
  const plans = inputs.map((input) => floodPlanInput(limits).safeParse(input));
  const faults = [
    ...(parsed.success ? [] : parsed.error.issues.map(describe)),
    ...(unknown.length > 0 ? [`strategies: there is no strategy ${unknown.join(', ')}`] : []),
    ...(strategies.length > 0 ? plans : []).flatMap((plan) => (plan.success ? [] : plan.error.issues.map((issue) => describe({ ...issue, path: ['flood', ...issue.path] })))),
    ...Object.keys(expect)
      .filter((word) => !unknown.includes(word) && !isClass(word) && !strategies.some(({ id }) => id === word))
      .map((word) => `expect.${word}: this experiment floods no strategy of this name, and there is no such class`),
    ...strategies.filter((strategy) => expectationFor(strategy, expect) === undefined).map((strategy) => `expect: says nothing about ${strategy.id} (${strategy.class})`),
  ];
  if (faults.length > 0 || !parsed.success) throw new ExperimentError(fileName, [...new Set(faults)]);
  const { title, question, lesson } = parsed.data;
  return { name, title, question, lesson, plans: plans.flatMap(({ data }) => (data ? [data] : [])), varies, expectations: expectationsOf(strategies, parsed.data.expect) };
}

/** The words under `strategies` in the text of an experiment file; none where it has faults, which `readExperiment` names. */
export function strategyWords(text: string): string[] {
  try {
    return z.object({ strategies: z.array(z.string()) }).parse(parse(text)).strategies;
  } catch {
    return [];
  }
}

function parseText(fileName: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new ExperimentError(fileName, [error instanceof Error ? error.message : String(error)]);
  }
}

type Expected = z.infer<typeof file>['expect'];

function expectationsOf(strategies: readonly KnownStrategy[], expect: Expected): Expectation[] {
  return strategies.flatMap((strategy) => {
    const own = expectationFor(strategy, expect);
    return own ? [{ strategy: strategy.id, verdict: own.verdict, anomaly: own.anomaly ?? null, unitsSold: own.unitsSold ?? null, soldOut: own.soldOut ?? null }] : [];
  });
}

/** The id wins over the class. */
const expectationFor = <T>({ id, class: strategyClass }: KnownStrategy, expect: Readonly<Record<string, T>>): T | undefined => expect[id] ?? expect[strategyClass];

const isNamed = (strategy: KnownStrategy, word: string): boolean =>
  word === strategy.id || (!isVariant(strategy) && (word === 'all' || word === strategy.class));

const isClass = (word: string): boolean => STRATEGY_CLASSES.some((name) => name === word);

/** A variant takes part where it is named, and not with its class. */
const isVariant = ({ id }: KnownStrategy): boolean => id.includes(':');

const firstEntry = <T>(record: Partial<Record<(typeof VARIABLES)[number], T>> | undefined) =>
  Object.entries(record ?? {})[0] as [(typeof VARIABLES)[number], T] | undefined;

const describe = (issue: z.core.$ZodIssue): string => `${issue.path.join('.') || 'the file'}: ${issue.message}`;
