import type { FloodPlan } from '@/domain/plan';
import { conclusion } from './conclusion';
import { capital, count, inWords, plural } from '@/web/parts/words/format';
import { bad, plain, safe, type Segment, type TitleOf } from '@/web/parts/words/headline-words';
import { laneFigures } from './lane-figures';
import type { RunView } from './run-view';

/** The verdict in a sentence. An invitation before a flood (of `nextStock` units), a count during it, a conclusion after it. `locked`: only the instructor can flood. */
export function headline(view: RunView | null, titleOf: TitleOf, nextStock: number, locked = false): Segment[] {
  if (!view) return [plain('How many can a shop sell when it has '), safe(`only ${count(nextStock)}`), plain(locked ? '? Watch here, buy in the shop.' : '? Press Flood.')];
  switch (view.status) {
    case 'queued':
      return [plain(view.ahead > 0 ? `Queued: ${plural(view.ahead, 'flood')} before this one.` : 'The flood is about to start.')];
    case 'running':
      return counting(view, titleOf);
    case 'finished':
      return conclusion(view, titleOf);
    case 'failed':
      return [plain(view.failure?.code === 'cancelled' ? 'The flood was cancelled.' : 'The flood failed.')];
  }
}

/** Whether the conclusion of such a flood may need two lines on a wide page. */
export const concludesLong = ({ strategies, fault }: Pick<FloodPlan, 'strategies' | 'fault'>): boolean => strategies.length > 5 || fault !== null;

function counting(view: RunView, titleOf: TitleOf): Segment[] {
  const lane = view.lanes.find(({ state }) => state === 'running' || state === 'judging');
  if (!lane || !view.plan) return [plain(between(view))];
  const { sold, oversold } = laneFigures(lane);
  const name = titleOf(lane.ref.strategy);
  const of = `${count(sold)} of ${count(view.plan.stock)}`;
  if (sold === 0) return [plain(`${name} opens.`)];
  if (oversold > 0) return [plain(`${name} has sold `), bad(of), plain(', and goes on.')];
  if (sold >= view.plan.stock) return [plain(`${name} has sold `), safe(of), plain(' and turns the rest away.')];
  return [plain(`${name} has sold `), safe(of), plain('.')];
}

/** Between two lanes: the progress. */
function between({ lanes, plan }: RunView): string {
  const done = lanes.filter(({ state }) => state === 'finished').length;
  const what = (plan?.repeat ?? 1) > 1 ? 'floods' : 'shops';
  return done === 0 ? 'The first shop opens.' : `${capital(inWords(done))} of ${inWords(lanes.length)} ${what} done. The next one opens.`;
}
