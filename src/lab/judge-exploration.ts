import type { Exploration } from '@/domain/exploration';
import { EXIT, type ExitCode } from '@/domain/verdict';

/**
 * What a search proves: 1 when a strategy that never oversells did, 3 when an unsafe one showed nothing (then the search
 * proves nothing), 2 when something unexpected happened.
 */
export function explorationExit({ class: strategyClass, verdict, violated, coverage }: Exploration): ExitCode {
  if (strategyClass === 'unsafe') return violated > 0 ? EXIT.pass : coverage.exhaustive || verdict === 'pass' ? EXIT.controlFailed : EXIT.undecided;
  if (violated > 0) return EXIT.violated;
  return verdict === 'pass' ? EXIT.pass : EXIT.undecided;
}
