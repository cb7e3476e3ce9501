import type { LabSnapshot } from './lab-session';
import { specFile } from './spec-file';
import { specGround } from './spec-environment';
import { findStrategy, stockModelOf } from '@/strategies/registry';

/** An order of steps of a strategy that works with Postgres alone, as a file for PostgreSQL's isolation tester. */
export async function specOf(lab: Pick<LabSnapshot, 'setup' | 'schedule' | 'moves' | 'buyers'>): Promise<string> {
  const strategy = findStrategy(lab.setup.strategy);
  if (!strategy || strategy.needs.includes('redis')) throw new Error(`${lab.setup.strategy} does not work with Postgres alone; no file was made.`);
  const statements = lab.buyers.flatMap(({ steps }) => steps.flatMap(({ sql }) => sql));
  return specFile(lab, await specGround(stockModelOf(strategy), lab.setup.stock, statements));
}
