import type { FloodPlan } from '@/domain/plan';
import type { LaneReport } from '@/domain/report';
import { count, inWords, listed, plural } from './format';
import { laneFigures } from './lane-figures';
import { availableUnits } from './plan-words';
import type { RunView } from './run-view';
import { onlyTurnedAway } from './turned-away';

/** A piece of the headline. The two numbers that matter carry a tone. */
export interface Segment {
  text: string;
  tone: 'plain' | 'bad' | 'safe';
}

/** From a strategy's id to the name on its lane. */
export type TitleOf = (strategy: string) => string;

const plain = (text: string): Segment => ({ text, tone: 'plain' });
const bad = (text: string): Segment => ({ text, tone: 'bad' });
const safe = (text: string): Segment => ({ text, tone: 'safe' });

/** The verdict in a sentence. Before a flood (of `nextStock` units) it invites, during one it counts, after one it concludes. */
export function headline(view: RunView | null, titleOf: TitleOf, nextStock: number): Segment[] {
  if (!view) return [plain('How many can a shop sell when it has '), safe(`only ${count(nextStock)}`), plain('? Press Flood.')];
  switch (view.status) {
    case 'queued':
      return [plain(view.ahead > 0 ? `In line: ${plural(view.ahead, 'flood')} to go before this one.` : 'The crowd gathers at the door.')];
    case 'running':
      return counting(view, titleOf);
    case 'finished':
      return concluding(view, titleOf);
    case 'failed':
      return [plain(view.failure?.code === 'cancelled' ? 'The flood was cancelled.' : 'The flood broke off.')];
  }
}

/** The headline as a screen reader hears it. */
export const spoken = (segments: readonly Segment[]): string => segments.map((segment) => segment.text).join('');

/** Whether the conclusion of such a flood may well take two lines on a wide page. */
export const concludesLong = ({ strategies, fault }: Pick<FloodPlan, 'strategies' | 'fault'>): boolean => strategies.length > 5 || fault !== null;

function counting(view: RunView, titleOf: TitleOf): Segment[] {
  const lane = view.lanes.find(({ state }) => state === 'running' || state === 'judging');
  if (!lane || !view.plan) return [plain(between(view))];
  const { sold, oversold } = laneFigures(lane);
  const name = titleOf(lane.ref.strategy);
  const of = `${count(sold)} of ${count(view.plan.stock)}`;
  if (sold === 0) return [plain(`${name} opens its doors.`)];
  if (oversold > 0) return [plain(`${name} has sold `), bad(of), plain(', and goes on.')];
  if (sold >= view.plan.stock) return [plain(`${name} has sold `), safe(of), plain(' and turns the rest away.')];
  return [plain(`${name} has sold `), safe(of), plain('.')];
}

/** Between two lanes: how far it has come. */
function between({ lanes }: RunView): string {
  const done = lanes.filter(({ state }) => state === 'finished').length;
  return done === 0 ? 'The doors open.' : `${capital(inWords(done))} of ${inWords(lanes.length)} shops done. The next one opens.`;
}

/** Of more than these, the first is named and the others are counted: a headline has two lines. */
const MANY = 3;

function concluding(view: RunView, titleOf: TitleOf): Segment[] {
  const { plan } = view;
  const reports = view.lanes.flatMap(({ report }) => report ?? []);
  if (!plan || reports.length === 0) return [plain('The flood is over.')];
  const violated = reports.filter((lane) => lane.verdict === 'violated' && !onlyTurnedAway(lane));
  const rest = reports.filter((lane) => !violated.includes(lane));
  if (violated.length === 0 && view.report?.exitCode === 3) return gotAway(reports, titleOf);
  const named = violated.length > MANY ? 1 : 2;
  return [...violated.slice(0, named).flatMap((lane) => blame(lane, titleOf)), ...others(violated, named, rest, availableUnits(plan), titleOf)];
}

function blame(lane: LaneReport, titleOf: TitleOf): Segment[] {
  const shop = `${shopOf(lane, titleOf)} `;
  if (lane.oversold > 0) return [plain(`${shop}sold `), bad(`${count(lane.unitsSold)} of ${count(lane.stock)}`), plain('. ')];
  if (lane.lostUpdates > 0) return [plain(`${shop}lost `), bad(plural(lane.lostUpdates, 'update')), plain('. ')];
  return [plain(`${shop}broke a promise: `), bad(lane.findings[0]?.anomaly ?? 'violated'), plain('. ')];
}

function others(violated: LaneReport[], named: number, rest: LaneReport[], available: number, titleOf: TitleOf): Segment[] {
  const further = violated.length > named ? [plain(`${moreWords(violated.slice(named))} `)] : [];
  const exact = rest.filter((lane) => lane.verdict === 'pass' && lane.unitsSold === available);
  const short = rest.filter((lane) => !exact.includes(lane));
  const segments = [...further];
  if (exact.length > 0) segments.push(plain(`${whoSold(exact, rest, violated, titleOf)} sold `), safe(`exactly ${count(available)}`), plain('.'));
  if (short.length > 0 && violated.length + short.length > MANY + 1) segments.push(plain(` ${capital(inWords(short.length))} did not sell all.`));
  else for (const lane of short.slice(0, 2)) segments.push(plain(` ${fallShort(lane, available, titleOf)}`));
  return segments;
}

/** Shops that broke a promise beyond those that are named: 'So did seven more.' only of what all of them did. */
function moreWords(more: LaneReport[]): string {
  const oversold = more.filter((lane) => lane.oversold > 0).length;
  const other = more.length - oversold;
  const sentences = [oversold > 0 ? `${capital(inWords(oversold))} more oversold.` : '', other > 0 ? `${capital(inWords(other))} more broke a promise.` : ''];
  return sentences.filter(Boolean).join(' ');
}

function whoSold(exact: LaneReport[], rest: LaneReport[], violated: LaneReport[], titleOf: TitleOf): string {
  const all = exact.length === rest.length;
  if (exact.length === 1) return all && violated.length > 0 ? 'The other' : shopOf(exact[0], titleOf);
  const number = inWords(exact.length);
  if (!all) return capital(number);
  return violated.length > 0 ? `The other ${number}` : `All ${number}`;
}

function fallShort(lane: LaneReport, available: number, titleOf: TitleOf): string {
  const name = titleOf(lane.strategy);
  if (lane.verdict === 'undecided') return `${name} stays undecided.`;
  const left = available - lane.unitsSold;
  return left > 0 ? `${name} left ${count(left)} unsold.` : `${name} said 'sold out' too early.`;
}

function gotAway(reports: LaneReport[], titleOf: TitleOf): Segment[] {
  const lucky = reports.filter((lane) => lane.class === 'unsafe').map((lane) => titleOf(lane.strategy));
  return [plain(`${listed(lucky) || 'The unsafe shop'} got away with it, so this flood `), bad('proves nothing'), plain('. Give the buyers more time to think.')];
}

const shopOf = (lane: LaneReport | undefined, titleOf: TitleOf): string =>
  lane?.strategy === 'naive' ? 'The naive shop' : lane ? titleOf(lane.strategy) : '';

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
