import pc from 'picocolors';
import type { Exploration } from '@/domain/exploration';
import { DEFAULT_LAB } from '@/domain/lab';
import { EXIT, type ExitCode } from '@/domain/verdict';
import { searchBounds } from '@/lab/default-bounds';
import { explorationExit } from '@/lab/judge-exploration';
import type { CliContext } from './cli-context';
import { search } from './search';
import type { NamedStrategies } from './strategy-words';
import type { CommandServices } from './with-services';

/** A search as a check reports it: what was found, without the list of all schedules. */
export type ExplorationResult = Omit<Exploration, 'orders'> & { exitCode: ExitCode };

/**
 * Searches every schedule of two buyers for each of these strategies, so that the verdict needs no luck: a safe one has no bad schedule, an unsafe one has one.
 * It works in schemas of its own, so floods on the same servers can run beside it. `report` prints the results, line by line, at the end.
 */
export async function exploreAll({ ids, files }: NamedStrategies, { stores, stepTimeoutMs }: Pick<CommandServices, 'stores' | 'stepTimeoutMs'>, context: CliContext, signal: AbortSignal): Promise<{ results: ExplorationResult[]; report: () => void }> {
  const results: ExplorationResult[] = [];
  for (const strategy of ids) {
    const setup = { ...DEFAULT_LAB, strategy };
    const { orders: _orders, ...exploration } = await search(stores, setup, searchBounds(setup, {}), files, stepTimeoutMs, signal, () => undefined);
    results.push({ ...exploration, exitCode: exitOf({ ...exploration, orders: [] }) });
  }
  const report = (): void => {
    context.log('\nEvery schedule of two buyers and one unit: does none go wrong with a safe strategy, and at least one with an unsafe one?');
    for (const { exitCode, summary, coverage } of results) {
      context.log(`  ${exitCode === EXIT.pass ? pc.green('as it should') : pc.red('NOT AS IT SHOULD')}  ${summary}${coverage.exhaustive ? '' : ` ${coverage.sentence}`}`);
    }
  };
  return { results, report };
}

/** Not finding a bad schedule among some does not mean that there is none. */
function exitOf(exploration: Exploration): ExitCode {
  const exitCode = explorationExit(exploration);
  return exitCode === EXIT.pass && exploration.class !== 'unsafe' && !exploration.coverage.exhaustive ? EXIT.undecided : exitCode;
}
