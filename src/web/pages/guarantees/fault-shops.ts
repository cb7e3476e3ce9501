import type { MatrixReport } from '@/domain/matrix';

/** Enough shops to show a fault: more of them show the same. */
const BROKEN = 2;
const HOLDING = 2;

/**
 * The shops of a fault's row to flood with it: those that broke under it and not without it, and for each the next of
 * its kin that held (redlock, redlock-fenced); where nothing broke, the first ones that held. Empty when the row is.
 */
export function faultShops({ cells, strategies }: MatrixReport, fault: string): string[] {
  const row = cells.filter((cell) => cell.fault === fault);
  const alone = new Set(cells.filter((cell) => cell.fault === null && cell.verdict === 'violated').map(({ strategy }) => strategy));
  const broken = row.filter(({ strategy, verdict }) => verdict === 'violated' && !alone.has(strategy)).slice(0, BROKEN);
  const holding = row.filter(({ verdict }) => verdict !== 'violated');
  const kin = broken.flatMap(({ strategy }) => holding.filter((cell) => cell.strategy.startsWith(`${strategy}-`)).slice(0, 1));
  const contrast = kin.length > 0 ? kin : holding.slice(0, broken.length > 0 ? 1 : HOLDING);
  const chosen = new Set([...broken, ...contrast].map(({ strategy }) => strategy));
  return strategies.filter((id) => chosen.has(id));
}
