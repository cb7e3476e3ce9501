import { gravest } from '@/domain/anomaly';
import type { LaneReport } from '@/domain/report';
import { anomalyWords } from '@/web/parts/words/anomaly-words';
import { capital, count, inWords, listed, plural } from '@/web/parts/words/format';
import { bad, plain, safe, type Segment, type TitleOf } from '@/web/parts/words/headline-words';
import { isExact, isViolated, neverStruck } from './lane-result';
import { availableUnits } from '@/web/parts/words/plan-words';
import { repeatedConclusion } from './repeated-conclusion';
import type { RunView } from './run-view';

/** Of more than these, the first is named and the others are counted: a headline has two lines. */
const MANY = 3;

/** What a finished flood shows: who broke a promise, who sold exactly, who too little; and whether it put anything to the test. */
export function conclusion(view: RunView, titleOf: TitleOf): Segment[] {
  const { plan } = view;
  const reports = view.lanes.flatMap(({ report }) => report ?? []);
  if (!plan || reports.length === 0) return [plain('The flood is over.')];
  const violated = reports.filter(isViolated);
  if (violated.length === 0 && reports.every(neverStruck)) return [bad('The fault never struck'), plain(': nothing was put to the test.')];
  if (violated.length === 0 && view.report?.exitCode === 3) return gotAway(reports, titleOf);
  if (plan.repeat > 1) return repeatedConclusion(reports, availableUnits(plan), titleOf);
  const rest = reports.filter((lane) => !violated.includes(lane));
  const named = violated.length > MANY ? 1 : 2;
  return [...violated.slice(0, named).flatMap((lane) => blame(lane, titleOf)), ...others(violated, named, rest, availableUnits(plan), titleOf)];
}

function blame(lane: LaneReport, titleOf: TitleOf): Segment[] {
  const shop = shopOf(lane, titleOf);
  const finding = gravest(lane.findings);
  if (finding?.anomaly === 'oversell' && lane.oversold > 0) return [plain(`${shop} sold `), bad(`${count(lane.unitsSold)} of ${count(lane.stock)}`), plain('. ')];
  if (finding?.anomaly === 'lost-update') return [plain(`${shop} lost `), bad(plural(finding.count, 'update')), plain('. ')];
  return [plain(`${shop}: `), bad(anomalyWords(lane).said), plain('. ')];
}

function others(violated: LaneReport[], named: number, rest: LaneReport[], available: number, titleOf: TitleOf): Segment[] {
  const segments = violated.length > named ? [plain(`${moreWords(violated.slice(named))} `)] : [];
  const exact = rest.filter((lane) => isExact(lane, available));
  const short = rest.filter((lane) => !exact.includes(lane));
  if (exact.length > 0) segments.push(plain(`${whoSold(exact, rest, violated, titleOf)} sold `), safe(`exactly ${count(available)}`), plain('.'));
  if (short.length > 0 && violated.length + short.length > MANY + 1) segments.push(plain(` ${manyShort(short)}`));
  else for (const lane of short.slice(0, 2)) segments.push(plain(` ${fallShort(lane, available, titleOf)}`));
  return segments;
}

/** Shops that broke a promise beyond those that are named: 'So did seven more.' only of what all of them did. */
function moreWords(more: LaneReport[]): string {
  const oversold = more.filter(({ findings }) => gravest(findings)?.anomaly === 'oversell').length;
  const other = more.length - oversold;
  const sentences = [oversold > 0 ? `${capital(inWords(oversold))} more oversold.` : '', other > 0 ? `${capital(inWords(other))} more broke a promise.` : ''];
  return sentences.filter(Boolean).join(' ');
}

function whoSold(exact: LaneReport[], rest: LaneReport[], violated: LaneReport[], titleOf: TitleOf): string {
  const all = exact.length === rest.length;
  if (exact.length === 1) return all && violated.length > 0 ? 'The other' : shopOf(exact[0], titleOf);
  const number = inWords(exact.length);
  if (!all) return capital(number);
  if (violated.length > 0) return `The other ${number}`;
  return exact.length === 2 ? 'Both' : `All ${number}`;
}

function manyShort(short: LaneReport[]): string {
  const untested = short.filter(neverStruck).length;
  const unsold = short.length - untested;
  const sentences = [unsold > 0 ? `${capital(inWords(unsold))} did not sell all.` : '', untested > 0 ? `In ${inWords(untested)} the fault never struck.` : ''];
  return sentences.filter(Boolean).join(' ');
}

function fallShort(lane: LaneReport, available: number, titleOf: TitleOf): string {
  const name = titleOf(lane.strategy);
  if (neverStruck(lane)) return `The fault never struck ${name}.`;
  if (lane.verdict === 'undecided' && lane.unknown === 0) return `${name} stays undecided.`;
  const left = available - lane.unitsSold;
  return left > 0 ? `${name} left ${count(left)} unsold.` : `${name} said 'sold out' too early.`;
}

function gotAway(reports: LaneReport[], titleOf: TitleOf): Segment[] {
  const lucky = [...new Set(reports.filter((lane) => lane.class === 'unsafe').map((lane) => titleOf(lane.strategy)))];
  return [plain(`${listed(lucky) || 'The unsafe shop'} got away with it, so this flood `), bad('proves nothing'), plain('. Give the buyers more time to think.')];
}

const shopOf = (lane: LaneReport | undefined, titleOf: TitleOf): string =>
  lane?.strategy === 'naive' ? 'The naive shop' : lane ? titleOf(lane.strategy) : '';
