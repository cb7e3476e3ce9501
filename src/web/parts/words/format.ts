const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** 12345 as '12,345'. One locale for server and browser, so that both render the same text. */
export const count = (value: number): string => whole.format(value);

/** '12,345' up to a hundred thousand, then '123k': what fits a lane's column. */
export const shortCount = (value: number): string => (value < 100_000 ? count(value) : `${count(value / 1000)}k`);

/** Milliseconds as a person says them: '0.8 ms', '212 ms', '1.42 s'. */
export function duration(ms: number): string {
  if (ms < 10) return `${trim(ms.toFixed(1))} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(2)} s` : `${(ms / 1000).toFixed(1)} s`;
}

/** A time on an axis: '0', '200 ms', '1.5 s'. */
export function axisTime(ms: number): string {
  if (ms === 0) return '0';
  return ms < 1000 ? `${trim(ms.toFixed(1))} ms` : `${trim((ms / 1000).toFixed(1))} s`;
}

/** The same width whatever the number: figure spaces in front keep right-aligned digits, and the layout, in place. */
export const inColumn = (text: string, width = 6): string => text.padStart(width, '\u2007');

/** A rate: '1,140/s', '0.8/s'. */
export const perSecond = (rate: number): string => `${rate < 10 ? trim(rate.toFixed(1)) : shortCount(rate)}/s`;

/** 1 unit, 2 units. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** 4 as 'four'; above ten, digits. */
export const inWords = (n: number): string => WORDS[n] ?? count(n);

/** ['a', 'b', 'c'] as 'a, b and c'. */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

const trim = (digits: string): string => digits.replace(/\.0$/, '');

/** 'four' as 'Four', at the beginning of a sentence. */
export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
