import { join } from 'node:path';
import { projectRoot } from '@/config/project-root';
import type { Experiment } from '@/domain/experiment';
import { FAULTS, type FaultInfo } from '@/domain/fault';
import type { Lesson } from '@/domain/lesson';
import type { StrategyInfo } from '@/domain/strategy';
import type { PlanLimits } from '@/experiments/flood-plan-schema';
import { loadExperiments, readExperiment } from '@/experiments/load-experiments';
import { loadLessons } from '@/experiments/load-lessons';
import { knownStrategies } from '@/strategies/registry';
import { strategyCatalogue } from '@/strategy-files/strategy-catalogue';

type Listed = Omit<StrategyInfo, 'source' | 'variants'>;

export interface Everything {
  strategies: Listed[];
  variants: Listed[];
  faults: readonly FaultInfo[];
  experiments: Experiment[];
}

/** The whole catalogue, from the files alone. */
export async function listEverything(limits: PlanLimits): Promise<Everything> {
  const catalogue = await strategyCatalogue(null);
  const brief = (infos: readonly StrategyInfo[]): Listed[] => infos.map((info) => ({ ...info, source: undefined, variants: undefined }));
  return {
    strategies: brief(catalogue),
    variants: brief(catalogue.flatMap(({ variants }) => variants)),
    faults: FAULTS,
    experiments: await readExperiments(limits, 'full'),
  };
}

/** The experiments of this project. Throws `ExperimentError` for a file with faults. */
export const readExperiments = (limits: PlanLimits, size: 'full' | 'quick'): Promise<Experiment[]> =>
  loadExperiments(join(projectRoot(), 'experiments'), knownStrategies(), limits, size);

/** An experiment from a file anywhere. `ids` has the id of each strategy that it names by a path. Throws `ExperimentError`. */
export const readExperimentText = (file: string, text: string, limits: PlanLimits, size: 'full' | 'quick', ids: ReadonlyMap<string, string>): Experiment =>
  readExperiment(file, text, knownStrategies(), limits, size, ids);

/** The lessons of the lab, in their order. Throws `ExperimentError` for a file with faults. */
export const readLessons = (): Promise<Lesson[]> => loadLessons(join(projectRoot(), 'experiments', 'lessons'), knownStrategies());
