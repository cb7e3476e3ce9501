/** The visitor as a buyer: a name to be called by, and the id that the shop and its limits know. */
export interface Buyer {
  name: string;
  userId: string;
}

const FIRST = ['Amber', 'Brave', 'Calm', 'Clever', 'Coral', 'Daring', 'Eager', 'Fancy', 'Gentle', 'Golden', 'Happy', 'Ivory', 'Jolly', 'Kind', 'Lucky', 'Merry', 'Nimble', 'Olive', 'Proud', 'Quick', 'Rusty', 'Silver', 'Swift', 'Velvet', 'Witty', 'Zesty'];
const SECOND = ['Badger', 'Bear', 'Crane', 'Deer', 'Dolphin', 'Eagle', 'Ferret', 'Finch', 'Fox', 'Gecko', 'Hare', 'Heron', 'Ibex', 'Jay', 'Koala', 'Lark', 'Lynx', 'Marten', 'Newt', 'Otter', 'Owl', 'Panda', 'Robin', 'Seal', 'Tapir', 'Wren'];

/** The longest name, so that its id stays below the shop's 64 characters. */
export const NAME_LENGTH = 40;

/** A random name. `pick` returns a whole number below its argument. */
export function madeUpName(pick: (limit: number) => number): string {
  return `${FIRST[pick(FIRST.length)] ?? 'Amber'} ${SECOND[pick(SECOND.length)] ?? 'Fox'}`;
}

/** A buyer of that name. Two of a class may draw the same name, so `tail` (a few letters) makes their ids different. */
export function buyerNamed(name: string, tail: string): Buyer {
  const tidy = tidyName(name);
  const slug = tidy.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  return { name: tidy, userId: `${shortened(slug, NAME_LENGTH) || 'buyer'}-${tail}` };
}

/** A name as it was typed, without characters that a log could not show. Empty when nothing remains. */
export const tidyName = (typed: string): string => shortened(typed.normalize('NFC').replace(/[\p{C}\s]+/gu, ' ').trim(), NAME_LENGTH).trim();

/** The beginning of a text, without a half of a character at its end. */
function shortened(text: string, most: number): string {
  let short = '';
  for (const char of text) {
    if (short.length + char.length > most) break;
    short += char;
  }
  return short;
}
