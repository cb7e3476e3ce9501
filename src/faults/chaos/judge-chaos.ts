import type { ChaosReport, ChaosRow, ChaosSize } from '@/domain/chaos';
import { EXIT, type ExitCode, type Verdict } from '@/domain/verdict';
import type { SaleAudit } from '../audit-sale';
import type { Struck } from './context';

export interface Findings {
  struck: Struck;
  audits: readonly SaleAudit[];
  /** Purchases confirmed before the first stroke and after the last, of whichever sale had fewest. */
  confirmedBefore: number;
  /** Why nothing can be concluded, in sentences. */
  undecided: readonly string[];
}

/** `violated` outweighs what could not be decided. A row in which nothing struck, or nobody bought, proves nothing. */
export function judgeRow({ struck, audits, confirmedBefore, undecided }: Findings): { verdict: Verdict; complaints: string[] } {
  const broken = [...audits.flatMap(({ complaints }) => complaints), ...struck.broken];
  const open = [
    ...undecided,
    ...struck.undecided,
    ...(struck.struck === 0 ? ['Nothing was struck, so this proves nothing.'] : []),
    ...(struck.healthyAfterMs === null ? ['Not everything answered again within a minute.'] : []),
    ...(confirmedBefore === 0 ? ['A product was not sold at all before the fault came, so this proves little.'] : []),
  ];
  if (broken.length > 0) return { verdict: 'violated', complaints: [...broken, ...open] };
  return { verdict: open.length > 0 ? 'undecided' : 'pass', complaints: open };
}

/** The gravest row decides. What was not possible here is no pass, and decides nothing beside others that were. */
export function chaosReport(size: ChaosSize, seed: number, rows: ChaosRow[]): ChaosReport {
  const carriedOut = rows.filter(({ notPossible }) => notPossible === null);
  const verdict = worst(carriedOut.map((row) => row.verdict));
  return { schemaVersion: 1, size, seed, rows, verdict, exitCode: CODES[verdict] };
}

const CODES: Readonly<Record<Verdict, ExitCode>> = { pass: EXIT.pass, violated: EXIT.violated, undecided: EXIT.undecided };

function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('violated')) return 'violated';
  return verdicts.length === 0 || verdicts.includes('undecided') ? 'undecided' : 'pass';
}
