/** A piece of the headline. The two numbers that matter carry a tone. */
export interface Segment {
  text: string;
  tone: 'plain' | 'bad' | 'safe';
}

/** From a strategy's id to the name on its lane. */
export type TitleOf = (strategy: string) => string;

export const plain = (text: string): Segment => ({ text, tone: 'plain' });
export const bad = (text: string): Segment => ({ text, tone: 'bad' });
export const safe = (text: string): Segment => ({ text, tone: 'safe' });

/** The headline as a screen reader hears it. */
export const spoken = (segments: readonly Segment[]): string => segments.map((segment) => segment.text).join('');
