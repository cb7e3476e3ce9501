import type { LabSetup, PlannedStep } from '@/domain/lab';
import type { LabEnvironment } from './environment';
import { Interleaving } from './interleaving';

/**
 * The steps that one buyer takes when it is alone and there is enough for it: what a purchase looks like when nothing goes
 * wrong. Played for real; the next order that begins puts everything back. `note` is how statements reach the buyer that sent them.
 */
export async function warmUp(environment: LabEnvironment, setup: LabSetup, note: (interleaving: Interleaving) => void): Promise<{ steps: PlannedStep[]; trial: Interleaving }> {
  const trial = await Interleaving.begin({ environment, setup: { ...setup, stock: setup.quantity * setup.buyers + 1 }, timed: false });
  note(trial);
  const [first] = trial.buyers;
  while (first?.status === 'ready') await trial.move(first.name);
  const steps = first?.steps.map(({ kind, name, sql }) => ({ kind, name, sql: [...sql] })) ?? [];
  return { steps, trial };
}
