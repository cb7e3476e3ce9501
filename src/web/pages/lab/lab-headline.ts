import type { LabState } from '@/domain/lab';
import { BUYER_NAMES, isBuyer } from '@/domain/schedule';
import { capital, listed } from '@/web/parts/words/format';
import { bad, plain, safe, type Segment } from '@/web/parts/words/headline-words';
import type { LabView } from './lab-player';
import type { LessonProgress } from './lesson-progress';
import { outcomeSentence, pressWords } from './lab-words';

/** The lab in a sentence: an invitation, who waits, and at the end the verdict. `locked`: the instructor's token is needed first. */
export function labHeadline({ phase, lab }: Pick<LabView, 'phase' | 'lab'>, buyers: number, progress: LessonProgress | null = null, locked = false): Segment[] {
  if (phase === 'closed' && lab) return [plain('This lab was closed.')];
  if (phase === 'refused') return [plain(locked ? 'The lab needs the instructor.' : 'The lab could not be opened.')];
  if (!lab || phase === 'opening') return inviting(BUYER_NAMES.slice(0, buyers));
  if (lab.deadlock.length > 0) return [plain(`Deadlock: ${listed(lab.deadlock)} wait for each other. Postgres is about to end one of them.`)];
  if (lab.verdict) return concluding(lab);
  if (progress?.asks) return [plain('What do you expect to see?')];
  // In a lesson only the next move is named, not every possible one.
  const ready = progress?.kind === 'following' && progress.next !== null ? [progress.next] : lab.possible.filter(isBuyer);
  const waiting = lab.buyers.filter(({ status }) => status === 'waiting').map(({ name }) => name);
  if (waiting.length > 0) return [plain(`${listed(waiting)} ${waiting.length === 1 ? 'waits' : 'wait'}${forWhom(lab)}. ${pressWords(ready)}`)];
  return lab.moves.length === 0 ? inviting(ready) : [plain(`Who moves next? ${pressWords(ready)}`)];
}

const inviting = (names: readonly string[]): Segment[] => [plain(`You are the scheduler. ${pressWords(names)}`)];

/** For whom, where Postgres names the same buyer for all. */
function forWhom({ buyers }: LabState): string {
  const waits = buyers.filter(({ status }) => status === 'waiting').map(({ steps }) => steps.at(-1)?.wait ?? null);
  const names = waits.map((wait) => (wait?.kind === 'lock' ? listed(wait.blockers) : null));
  const [first] = names;
  if (first && names.every((name) => name === first)) return ` for ${first}`;
  return waits.every((wait) => wait?.kind === 'application') ? ' for a lock that is taken' : '';
}

function concluding(lab: LabState): Segment[] {
  const { verdict, setup, buyers } = lab;
  if (!verdict) return [];
  const sold = `${verdict.unitsSold} sold of ${setup.stock}`;
  const holders = buyers.filter(({ outcome }) => outcome?.kind === 'confirmed');
  if (verdict.unitsSold > setup.stock) {
    const who = holders.length === buyers.length ? (buyers.length === 2 ? 'Both buyers' : `All ${buyers.length} buyers`) : capital(listed(holders.map(({ name }) => name)));
    return [plain(`${who} ${holders.length === 1 ? 'holds' : 'hold'} an order: `), bad(sold), plain('.')];
  }
  if (verdict.verdict === 'violated') return [bad(sold), plain(verdict.findings.some(({ anomaly }) => anomaly === 'lost-update') ? `, and the stock is still ${lab.committed.stock}: a sale left no trace.` : `, and the stock is ${lab.committed.stock}: something is wrong.`)];
  return [safe(sold), plain(`. ${outcomeSentence(lab)}`)];
}
