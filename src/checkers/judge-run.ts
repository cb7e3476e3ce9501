import { TURNED_AWAY } from '@/domain/anomaly';
import type { LaneReport, ZeroBound } from '@/domain/report';
import { EXIT, type ExitCode, type Verdict } from '@/domain/verdict';
import { plural } from './checker';

export interface RunJudgement {
  verdict: Verdict;
  exitCode: ExitCode;
  /** The verdict in a sentence. */
  summary: string;
}

/**
 * Judges a run as CI must see it: a violated safe strategy comes first, then a control that failed (an unsafe strategy that
 * showed no anomaly in any of its lanes proves nothing about the others), then doubt.
 */
export function judgeRun(lanes: readonly LaneReport[]): RunJudgement {
  const mustHold = lanes.filter((lane) => lane.class !== 'unsafe');
  const broken = mustHold.filter(isBroken);
  if (broken.length > 0) {
    return { verdict: 'violated', exitCode: EXIT.violated, summary: `${names(broken)} should have held and did not. ${broken[0]?.explanation ?? ''}` };
  }
  const quiet = quietControls(lanes);
  if (quiet.length > 0) {
    const summary = `The control failed: ${quiet.join(', ')} showed no anomaly, so this run proves nothing. Widen the race: more buyers at once, or a longer think time.`;
    return { verdict: 'undecided', exitCode: EXIT.controlFailed, summary };
  }
  const untouched = lanes.filter((lane) => lane.fault && lane.fault.struckMs === null);
  if (untouched.length > 0) {
    return { verdict: 'undecided', exitCode: EXIT.undecided, summary: `The fault never struck in ${names(untouched)}, so nothing was tested there. ${untouched[0]?.fault?.told ?? ''}` };
  }
  const doubtful = mustHold.filter((lane) => lane.class === 'safe' && lane.verdict === 'undecided');
  if (doubtful.length > 0) {
    return { verdict: 'undecided', exitCode: EXIT.undecided, summary: `${names(doubtful)}: undecided. ${doubtful[0]?.explanation ?? ''}` };
  }
  return { verdict: 'pass', exitCode: EXIT.pass, summary: passSummary(lanes, mustHold) };
}

/** A strategy that loses sales may turn buyers away while stock remains, and nothing else. */
const isBroken = ({ class: strategyClass, verdict, findings }: LaneReport): boolean =>
  strategyClass === 'loses-sales' ? findings.some(({ anomaly }) => !TURNED_AWAY.has(anomaly)) : verdict === 'violated';

/** Controls none of whose lanes shows an anomaly. */
function quietControls(lanes: readonly LaneReport[]): string[] {
  const unsafe = new Set(lanes.filter((lane) => lane.control).map((lane) => lane.strategy));
  return [...unsafe].filter((id) => !lanes.some((lane) => lane.strategy === id && lane.verdict === 'violated'));
}

function passSummary(lanes: readonly LaneReport[], mustHold: readonly LaneReport[]): string {
  const held = new Set(mustHold.filter((lane) => lane.class === 'safe').map((lane) => lane.strategy)).size;
  const losing = new Set(mustHold.filter((lane) => lane.class === 'loses-sales' && lane.lostSales > 0).map((lane) => lane.strategy)).size;
  const lost = mustHold.reduce((sum, lane) => sum + (lane.class === 'loses-sales' ? lane.lostSales : 0), 0);
  const caught = new Set(lanes.filter((lane) => lane.class === 'unsafe').map((lane) => lane.strategy)).size;
  const parts = [
    held > 0 ? `${plural(held, 'strategy', 'strategies')} held in every flood` : '',
    losing > 0 ? `${plural(losing, 'strategy', 'strategies')} lost ${plural(lost, 'sale')}` : '',
    caught > 0 ? `${plural(caught, 'unsafe strategy', 'unsafe strategies')} ${caught === 1 ? 'was' : 'were'} caught` : '',
  ];
  return `${parts.filter(Boolean).join('; ')}.`;
}

const names = (lanes: readonly LaneReport[]): string => [...new Set(lanes.map((lane) => lane.strategy))].join(', ');

/**
 * What repeated floods bound, a strategy each: without a violation in n floods the rate of violated floods is below about
 * 3/n with 95 % confidence; exactly, below 1 - 0.05^(1/n). Source: Hanley and Lippman-Hand, 'If nothing goes wrong, is everything all right?', 1983.
 */
export function zeroBounds(lanes: readonly LaneReport[]): ZeroBound[] {
  const strategies = [...new Set(lanes.map((lane) => lane.strategy))];
  return strategies.map((strategy) => {
    const own = lanes.filter((lane) => lane.strategy === strategy);
    const violated = own.filter((lane) => lane.verdict === 'violated').length;
    return { strategy, floods: own.length, violated, rateUpperBound95: violated === 0 ? 1 - 0.05 ** (1 / own.length) : null };
  });
}
