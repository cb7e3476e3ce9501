import { count } from './format';
import type { LaneFigures } from './lane-figures';
import type { LaneView } from './run-view';
import { onlyTurnedAway } from './turned-away';

/** The word beside a bar. `tone` never says it alone: the word does, and the hatching. */
export interface LaneTag {
  text: string;
  tone: 'bad' | 'safe' | 'dim';
}

/** What a lane's bar means, in a word or two. */
export function laneTag(lane: LaneView, figures: LaneFigures, available: number): LaneTag {
  if (figures.oversold > 0) return { text: `${count(figures.oversold)} oversold`, tone: 'bad' };
  switch (lane.state) {
    case 'waiting':
      return { text: 'waits its turn', tone: 'dim' };
    case 'running':
      return { text: figures.sold === 0 ? 'doors open' : `${count(figures.sold)} sold`, tone: 'dim' };
    case 'judging':
      return { text: 'checking every purchase', tone: 'dim' };
    case 'stopped':
      return { text: 'stopped', tone: 'dim' };
    case 'finished':
      return finishedTag(lane, figures, available);
  }
}

function finishedTag(lane: LaneView, figures: LaneFigures, available: number): LaneTag {
  const { report } = lane;
  if (report?.verdict === 'violated' && !onlyTurnedAway(report)) {
    return report.lostUpdates > 0
      ? { text: `${count(report.lostUpdates)} lost updates`, tone: 'bad' }
      : { text: report.findings[0]?.anomaly ?? 'violated', tone: 'bad' };
  }
  if (report?.verdict === 'undecided') return { text: 'undecided', tone: 'dim' };
  if (figures.sold >= available) return report && onlyTurnedAway(report) ? { text: 'said sold out too early', tone: 'dim' } : { text: 'exact', tone: 'safe' };
  return { text: `${count(available - figures.sold)} left unsold`, tone: 'dim' };
}
