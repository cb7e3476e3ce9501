import type { ChaosReport, ChaosRow, ChaosSize } from '@/domain/chaos';
import { EXIT, type ExitCode, type Verdict } from '@/domain/verdict';
import { verdictOf, worstOf } from '@/experiments/judge-experiment';
import type { SaleAudit } from '../audit-sale';
import type { InjectionResult } from './context';

export interface Findings {
  result: InjectionResult;
  audits: readonly SaleAudit[];
  /** Purchases confirmed before the injection, of the sale that had fewest. */
  confirmedBefore: number;
  /** Why nothing can be concluded, in sentences. */
  undecided: readonly string[];
}

/** `violated` outweighs what could not be decided. A row in which nothing was injected, or no buyer bought, proves nothing. */
export function judgeRow({ result, audits, confirmedBefore, undecided }: Findings): Pick<ChaosRow, 'verdict' | 'problems'> {
  const broken = [...audits.flatMap(({ problems }) => problems), ...result.broken];
  const open = [
    ...undecided,
    ...result.undecided,
    ...(result.injected === 0 ? ['Nothing was injected, so this proves nothing.'] : []),
    ...(result.healthyAfterMs === null ? ['Not everything answered again within a minute.'] : []),
    ...(confirmedBefore === 0 ? ['A product was not sold at all before the fault came, so this proves little.'] : []),
  ];
  return { verdict: broken.length > 0 ? 'violated' : open.length > 0 ? 'undecided' : 'pass', problems: [...broken, ...open] };
}

/** The gravest row decides. What was not possible here is no pass, and decides nothing beside others that were. */
export function chaosReport(size: ChaosSize, seed: number, rows: ChaosRow[]): ChaosReport {
  const codes = rows.filter(({ notPossible }) => notPossible === null).map(({ verdict }) => CODES[verdict]);
  const exitCode = codes.length === 0 ? EXIT.undecided : worstOf(codes);
  return { schemaVersion: 1, size, seed, rows, verdict: verdictOf(exitCode), exitCode };
}

const CODES: Readonly<Record<Verdict, ExitCode>> = { pass: EXIT.pass, violated: EXIT.violated, undecided: EXIT.undecided };
