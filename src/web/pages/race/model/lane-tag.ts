import { anomalyWords } from '@/web/parts/words/anomaly-words';
import { count } from '@/web/parts/words/format';
import type { LaneFigures } from './lane-figures';
import { isViolated, neverStruck } from './lane-result';
import type { LaneView } from './run-view';
import { onlyTurnedAway } from './turned-away';
import { unknownWords } from './unknown-words';

/** The word beside a bar. `tone` is never the only sign: the word and the hatching say it too. */
export interface LaneTag {
  text: string;
  tone: 'bad' | 'safe' | 'dim';
  /** What it means, in a sentence, where the word alone may not say it. */
  means?: string;
}

/** What a lane's bar means, in a word or two. */
export function laneTag(lane: LaneView, figures: LaneFigures, available: number): LaneTag {
  if (lane.state === 'finished') return finishedTag(lane, figures, available);
  if (figures.oversold > 0) return { text: `${count(figures.oversold)} oversold`, tone: 'bad' };
  switch (lane.state) {
    case 'waiting':
      return { text: 'waiting', tone: 'dim' };
    case 'running':
      return { text: figures.sold === 0 ? 'open' : `${count(figures.sold)} sold`, tone: 'dim' };
    case 'judging':
      return { text: 'checking every purchase', tone: 'dim' };
    case 'stopped':
      return { text: 'stopped', tone: 'dim' };
  }
}

function finishedTag({ report }: LaneView, figures: LaneFigures, available: number): LaneTag {
  if (report && isViolated(report)) return { text: anomalyWords(report).tag, tone: 'bad' };
  if (report && neverStruck(report)) return { text: 'not put to the test', tone: 'dim', means: 'The fault never struck this lane.' };
  const tag = soldTag(report, figures, available);
  const unknown = figures.unknown ?? 0;
  return unknown > 0 ? { ...tag, text: `${tag.text}, ${count(unknown)} unknown`, means: `${unknownWords(unknown)}.` } : tag;
}

function soldTag(report: LaneView['report'], { sold, unknown }: LaneFigures, available: number): LaneTag {
  if (report?.verdict === 'undecided' && ((unknown ?? 0) === 0 || sold < available)) return { text: 'undecided', tone: 'dim' };
  if (sold < available) return { text: `${count(available - sold)} left unsold`, tone: 'dim' };
  if (report && onlyTurnedAway(report)) return { text: 'said sold out too early', tone: 'dim' };
  return { text: 'exact', tone: 'safe' };
}
