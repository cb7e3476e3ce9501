import { gravest } from '@/domain/anomaly';
import type { LaneReport } from '@/domain/report';
import { anomalyWords } from '@/web/parts/words/anomaly-words';
import { capital, count, inWords } from '@/web/parts/words/format';
import { bad, plain, safe, type Segment, type TitleOf } from '@/web/parts/words/headline-words';
import { isExact, isViolated } from './lane-result';

/** Named strategies of each kind; the others are counted. */
const NAMED = 2;

/** All floods of one strategy. */
interface Floods {
  title: string;
  lanes: LaneReport[];
}

/** The conclusion of a repeated flood: of strategies and how often, not of single lanes. */
export function repeatedConclusion(reports: readonly LaneReport[], available: number, titleOf: TitleOf): Segment[] {
  const strategies = [...new Set(reports.map(({ strategy }) => strategy))];
  const groups = strategies.map((strategy): Floods => ({ title: titleOf(strategy), lanes: reports.filter((lane) => lane.strategy === strategy) }));
  const violated = groups.filter(({ lanes }) => lanes.some(isViolated));
  const exact = groups.filter((group) => !violated.includes(group) && group.lanes.every((lane) => isExact(lane, available)));
  const short = groups.filter((group) => !violated.includes(group) && !exact.includes(group));
  const further = violated.length - NAMED;
  return [
    ...violated.slice(0, NAMED).flatMap(blame),
    ...(further > 0 ? [plain(`${capital(inWords(further))} more broke a promise. `)] : []),
    ...(exact.length > 0 ? [plain(`${whoSold(exact, groups)} sold `), safe(`exactly ${count(available)}`), plain(' every time.')] : []),
    ...short.slice(0, NAMED).map(({ title, lanes }) => plain(` ${title} sold exactly ${count(available)} in ${times(lanes, (lane) => isExact(lane, available))}.`)),
  ];
}

function blame({ title, lanes }: Floods): Segment[] {
  const worst = gravest(lanes.flatMap(({ findings }) => findings));
  const shows = ({ findings }: LaneReport): boolean => findings.some(({ anomaly }) => anomaly === worst?.anomaly);
  if (worst?.anomaly === 'oversell') return [plain(`${title} oversold in `), bad(times(lanes, shows)), plain('. ')];
  if (worst?.anomaly === 'lost-update') return [plain(`${title} lost updates in `), bad(times(lanes, shows)), plain('. ')];
  return [plain(`${title} broke a promise in `), bad(times(lanes, isViolated)), plain(worst ? `: ${anomalyWords({ findings: [worst] }).said}. ` : '. ')];
}

function whoSold(exact: readonly Floods[], groups: readonly Floods[]): string {
  const [first] = exact;
  if (exact.length === 1 && first) return first.title;
  const number = inWords(exact.length);
  if (exact.length < groups.length) return capital(number);
  return exact.length === 2 ? 'Both' : `All ${number}`;
}

const times = (lanes: readonly LaneReport[], is: (lane: LaneReport) => boolean): string =>
  `${count(lanes.filter(is).length)} of ${count(lanes.length)} floods`;
