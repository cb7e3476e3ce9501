import { plural } from '@/web/parts/words/format';
import { laneFigures } from './lane-figures';
import type { RunView } from './run-view';

/** What an unknown outcome is: '3 buyers never learned what became of their purchase'. */
export const unknownWords = (unknown: number): string => `${plural(unknown, 'buyer')} never learned what became of ${unknown === 1 ? 'the' : 'their'} purchase`;

/** The same for a whole run, as a sentence; null while every buyer knows. */
export function unknownSentence({ lanes }: Pick<RunView, 'lanes'>): string | null {
  const unknown = lanes.reduce((sum, lane) => sum + (laneFigures(lane).unknown ?? 0), 0);
  return unknown > 0 ? `${unknownWords(unknown)}.` : null;
}
