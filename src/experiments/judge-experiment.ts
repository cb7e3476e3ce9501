import { TURNED_AWAY } from '@/domain/anomaly';
import type { Experiment, Expectation } from '@/domain/experiment';
import type { LaneReport, RunReport } from '@/domain/report';
import { EXIT, type ExitCode, type Verdict } from '@/domain/verdict';

/** An experiment that has been run: its reports in the order of its plans, and what did not come out as expected. */
export interface ExperimentResult {
  name: string;
  title: string;
  verdict: Verdict;
  exitCode: ExitCode;
  /** One sentence for each expectation that was not met. */
  missed: string[];
  reports: RunReport[];
}

interface Miss {
  exitCode: ExitCode;
  sentence: string;
}

/** The gravest first. */
const GRAVITY: readonly ExitCode[] = [EXIT.violated, EXIT.serviceMissing, EXIT.controlFailed, EXIT.undecided];

/** Compares what happened with what the experiment expects. Pure. */
export function judgeExperiment(experiment: Experiment, reports: RunReport[]): ExperimentResult {
  const lanes = reports.flatMap((report) => report.lanes.map((lane) => ({ lane, report })));
  const misses = experiment.expectations.flatMap((expectation) => {
    const own = lanes.filter(({ lane }) => lane.strategy === expectation.strategy);
    if (expectation.verdict === 'violated-somewhere') return nowhereViolated(expectation, own.map(({ lane }) => lane));
    return own.flatMap(({ lane, report }) => missesOf(expectation, lane, whereIs(experiment, report, lane)));
  });
  const exitCode = worstOf(misses.map((miss) => miss.exitCode));
  const { name, title } = experiment;
  return { name, title, verdict: verdictOf(exitCode), exitCode, missed: misses.map((miss) => miss.sentence), reports };
}

/** The gravest exit code of several; `pass` when there is none. */
export const worstOf = (codes: readonly ExitCode[]): ExitCode => GRAVITY.find((code) => codes.includes(code)) ?? EXIT.pass;

export const verdictOf = (exitCode: ExitCode): Verdict =>
  exitCode === EXIT.pass ? 'pass' : exitCode === EXIT.violated ? 'violated' : 'undecided';

function nowhereViolated({ strategy }: Expectation, lanes: readonly LaneReport[]): Miss[] {
  if (lanes.some((lane) => lane.verdict === 'violated')) return [];
  return [{ exitCode: EXIT.controlFailed, sentence: `${strategy} showed no anomaly in any of ${lanes.length} floods, so they prove nothing.` }];
}

function missesOf(expectation: Expectation, lane: LaneReport, where: string): Miss[] {
  const name = `${lane.strategy}${where}`;
  if (lane.fault && lane.fault.struckMs === null) {
    return [{ exitCode: EXIT.controlFailed, sentence: `${name}: the fault ${lane.fault.name} never struck, so the flood proves nothing.` }];
  }
  if (expectation.verdict === 'violated') return missingAnomaly(expectation, lane, name);
  if (expectation.verdict === 'loses-sales') return missingLoss(lane, name);
  if (expectation.verdict === 'turns-away') return worseThanTurnedAway(lane, name);
  if (lane.verdict === 'violated') return [{ exitCode: EXIT.violated, sentence: `${name}: ${lane.explanation}` }];
  if (lane.verdict === 'undecided' && expectation.verdict !== 'holds') return [{ exitCode: EXIT.undecided, sentence: `${name}: undecided. ${lane.explanation}` }];
  return [
    ...differs(`${name} was to sell`, 'units', expectation.unitsSold, lane.unitsSold),
    ...differs(`${name} was to turn away`, 'buyers', expectation.soldOut, lane.soldOut),
  ];
}

function missingAnomaly({ anomaly }: Expectation, lane: LaneReport, name: string): Miss[] {
  if (lane.verdict !== 'violated') {
    return [{ exitCode: EXIT.controlFailed, sentence: `${name} was to show an anomaly and showed none, so the flood proves nothing.` }];
  }
  if (anomaly === null || lane.findings.some((finding) => finding.anomaly === anomaly)) return [];
  const seen = lane.findings.map((finding) => finding.anomaly).join(', ');
  return [{ exitCode: EXIT.controlFailed, sentence: `${name} was to fail by ${anomaly} and failed by ${seen}.` }];
}

function missingLoss(lane: LaneReport, name: string): Miss[] {
  const worse = worseThanTurnedAway(lane, name);
  if (worse.length > 0 || lane.lostSales > 0) return worse;
  return [{ exitCode: EXIT.controlFailed, sentence: `${name} was to lose sales and lost none, so the flood proves nothing.` }];
}

const worseThanTurnedAway = (lane: LaneReport, name: string): Miss[] =>
  lane.findings.some(({ anomaly }) => !TURNED_AWAY.has(anomaly)) ? [{ exitCode: EXIT.violated, sentence: `${name}: ${lane.explanation}` }] : [];

function differs(what: string, noun: string, expected: number | null, seen: number): Miss[] {
  if (expected === null || expected === seen) return [];
  return [{ exitCode: EXIT.violated, sentence: `${what} ${expected} ${noun}, and it was ${seen}.` }];
}

function whereIs({ varies }: Experiment, { plan }: RunReport, lane: LaneReport): string {
  const parts = [varies ? `${varies} ${plan[varies]}` : '', plan.repeat > 1 ? `repeat ${lane.repeat}` : ''].filter(Boolean);
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}
