import { join } from 'node:path';
import { projectRoot } from '@/config/project-root';
import type { Experiment } from '@/domain/experiment';
import type { StrategyInfo } from '@/domain/strategy';
import type { PlanLimits } from '@/experiments/flood-plan-schema';
import { loadExperiments } from '@/experiments/load-experiments';
import { STRATEGIES } from '@/strategies/registry';
import { strategyCatalogue } from './strategy-catalogue';

/** The whole catalogue, from the files alone. */
export async function listEverything(limits: PlanLimits): Promise<{ strategies: Omit<StrategyInfo, 'source'>[]; experiments: Experiment[] }> {
  const catalogue = await strategyCatalogue(null);
  const strategies = catalogue.map((info) => ({ ...info, source: undefined }));
  return { strategies, experiments: await readExperiments(limits, 'full') };
}

/** The experiments of this project. Throws `ExperimentError` for a file with faults. */
export const readExperiments = (limits: PlanLimits, size: 'full' | 'quick'): Promise<Experiment[]> =>
  loadExperiments(join(projectRoot(), 'experiments'), STRATEGIES, limits, size);
