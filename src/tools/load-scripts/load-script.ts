import type { Experiment } from '@/domain/experiment';
import { artilleryScript } from './artillery-script';
import { k6Script } from './k6-script';
import { loadPlanOf } from './load-lanes';

export const LOAD_FORMATS = ['k6', 'artillery'] as const;
export type LoadFormat = (typeof LOAD_FORMATS)[number];

/** An experiment as a file of a load generator, and in sentences what of it could not be put there. */
export function loadScript(experiment: Experiment, format: LoadFormat, target: string): { text: string; leftOut: string[] } {
  const plan = loadPlanOf(experiment);
  return { text: format === 'k6' ? k6Script(plan, target) : artilleryScript(plan, target), leftOut: plan.leftOut };
}
