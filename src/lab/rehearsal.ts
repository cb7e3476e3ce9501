import type { LabSetup, PlannedStep } from '@/domain/lab';
import type { Ground } from './ground';
import { Interleaving } from './interleaving';

/**
 * The steps that one buyer takes when it is alone and there is enough for it: what a purchase looks like when nothing goes
 * wrong. Played for real, and then put back. `note` is how statements reach the buyer that sent them.
 */
export async function rehearse(ground: Ground, setup: LabSetup, note: (interleaving: Interleaving) => void): Promise<PlannedStep[]> {
  const interleaving = await Interleaving.begin({ ground, setup: { ...setup, stock: setup.quantity * setup.buyers + 1 }, timed: false });
  note(interleaving);
  const [first] = interleaving.buyers;
  while (first?.standing === 'ready') await interleaving.move(first.name);
  const steps = first?.steps.map(({ name, sql }) => ({ name, sql: [...sql] })) ?? [];
  await interleaving.abandon();
  return steps;
}
