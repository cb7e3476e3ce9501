import { relative, sep } from 'node:path';
import pc from 'picocolors';
import type { Exploration } from '@/domain/exploration';
import { findStrategy } from '@/strategies/registry';

/** A search as text: what was found, what was not searched, and the shortest bad schedule step by step. */
export function explorationText({ summary, coverage, shortest, setup, schedulesPerSecond, durationMs, violated, class: strategyClass }: Exploration): string {
  const colour = violated === 0 ? pc.green : strategyClass === 'unsafe' ? pc.yellow : pc.red;
  const lines = ['', colour(summary), `  ${coverage.sentence} ${schedulesPerSecond.toLocaleString('en')}/s, ${(durationMs / 1_000).toFixed(1)} s.`];
  if (shortest) lines.push('', ...shortest.transcript.map((line) => `  ${line}`.trimEnd()), '', `  again: ${labCommand(setup, shortest.schedule)}`);
  return lines.join('\n');
}

/** The command that replays a schedule. */
function labCommand({ strategy, buyers, stock, quantity, replicas }: Exploration['setup'], schedule: string): string {
  const more = [buyers === 2 ? '' : ` --buyers ${buyers}`, stock === 1 ? '' : ` --stock ${stock}`, quantity === 1 ? '' : ` --quantity ${quantity}`, replicas === 2 ? '' : ` --replicas ${replicas}`].join('');
  return `npx stampede lab ${wordFor(strategy)}${more} --schedule ${schedule}`;
}

/** What names a strategy on a command line here: its id, or the path of its file. */
function wordFor(strategy: string): string {
  const file = findStrategy(strategy)?.file;
  if (file === undefined) return `--strategy ${strategy}`;
  const path = relative(process.cwd(), file);
  const named = path.startsWith('..') ? path : `.${sep}${path}`;
  return /[^\w./\\-]/.test(named) ? `'${named}'` : named;
}
