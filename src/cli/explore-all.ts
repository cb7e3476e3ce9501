import pc from 'picocolors';
import type { Exploration } from '@/domain/exploration';
import { DEFAULT_LAB } from '@/domain/lab';
import { EXIT, type ExitCode } from '@/domain/verdict';
import { searchBounds } from '@/runs/lab/default-bounds';
import { explore, WORKERS } from '@/runs/lab/explore';
import { explorationExit } from '@/runs/lab/judge-exploration';
import { needsRedis } from '@/runs/strategy-ids';
import { selectStrategies } from '@/runs/select-strategies';
import type { CliContext } from './cli-context';
import { exploreProgress } from './reporters/explore-progress';
import { withServices } from './with-services';

/** A search as a check reports it: what was found, without the list of all orders. */
export type ExplorationResult = Omit<Exploration, 'orders'> & { exitCode: ExitCode };

/** Every order of steps of two buyers for every strategy: that a safe one has no bad order, and an unsafe one has one, needs no luck then. */
export async function exploreAll(context: CliContext): Promise<ExplorationResult[]> {
  const { ids } = selectStrategies('all');
  return withServices({ shops: 0, redis: needsRedis(ids), plans: [] }, context, async ({ stores, signal }) => {
    context.tell('\nEvery order of steps of two buyers and one unit: has a safe strategy one that goes wrong, and an unsafe one none?');
    const results: ExplorationResult[] = [];
    for (const strategy of ids) {
      const setup = { ...DEFAULT_LAB, strategy };
      const progress = exploreProgress(setup);
      const { orders: _orders, ...exploration } = await explore({ ...stores, setup, bounds: searchBounds(setup, {}), workers: WORKERS }, signal, progress.show).finally(() => progress.stop());
      const exitCode = explorationExit({ ...exploration, orders: [] });
      results.push({ ...exploration, exitCode });
      context.tell(`  ${exitCode === EXIT.pass ? pc.green('as it should') : pc.red('NOT AS IT SHOULD')}  ${exploration.summary}${exploration.coverage.exhaustive ? '' : ` ${exploration.coverage.sentence}`}`);
    }
    return results;
  });
}
