import { SpecError } from './spec';

export const KEYWORDS = ['notices', 'permutation', 'session', 'setup', 'step', 'teardown'] as const;

export type Keyword = (typeof KEYWORDS)[number];

export type Token = { line: number } & (
  | { kind: 'keyword'; word: Keyword }
  | { kind: 'name'; name: string }
  | { kind: 'number'; value: number }
  | { kind: 'sql'; sql: string }
  | { kind: 'sign'; sign: string }
  | { kind: 'end' }
);

/**
 * Cuts a spec into tokens as PostgreSQL's scanner does: SQL ends at the first closing brace, wherever that is; a double
 * quote inside a quoted name is doubled; a comment goes from `#` to the end of its line, outside of SQL.
 * Throws `SpecError`.
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };
  while (at < text.length) {
    if (take(BLANK) !== null || take(COMMENT) !== null) continue;
    const begin = line;
    if (take(NEWLINE) !== null) {
      line += 1;
      continue;
    }
    const word = take(WORD);
    const number = word === null ? take(NUMBER) : null;
    const sign = word === null && number === null ? take(SIGN) : null;
    if (word !== null) tokens.push(isKeyword(word) ? { kind: 'keyword', word, line } : { kind: 'name', name: word, line });
    else if (number !== null) tokens.push({ kind: 'number', value: Number(number), line });
    else if (sign !== null) tokens.push({ kind: 'sign', sign, line });
    else if (text[at] === '"') {
      const quoted = take(QUOTED);
      if (quoted === null) throw new SpecError(begin, 'a quoted name does not end on its line: expected a closing double quote');
      tokens.push({ kind: 'name', name: quoted.slice(1, -1).replaceAll('""', '"'), line });
    } else if (text[at] === '{') {
      const block = take(SQL_BLOCK);
      if (block === null) throw new SpecError(begin, 'the SQL that begins here does not end: expected a closing brace }');
      tokens.push({ kind: 'sql', sql: block.slice(1, -1).replace(BLANKS_AT_BEGIN, '').replace(BLANKS_AT_END, ''), line });
      line += block.split('\n').length - 1;
    } else throw new SpecError(line, `the character ${JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0))} means nothing here: SQL goes in braces, and names with such characters in double quotes`);
  }
  return [...tokens, { kind: 'end', line }];
}

const BLANK = /[ \t\r\f\v]+/y;
const NEWLINE = /\n/y;
const COMMENT = /#[^\n\r]*/y;
// Whatever is not ASCII counts as a letter.
const WORD = /[A-Za-z_\u0080-\u{10ffff}][A-Za-z0-9_$\u0080-\u{10ffff}]*/uy;
const NUMBER = /[0-9]+/y;
const SIGN = /[(),*]/y;
const QUOTED = /"(?:[^"\n]|"")*"/y;
const SQL_BLOCK = /\{[^}]*\}/y;
// Not the newlines: they belong to the SQL.
const BLANKS_AT_BEGIN = /^[ \t\r\f\v]+/;
const BLANKS_AT_END = /[ \t\r\f\v]+$/;

const isKeyword = (word: string): word is Keyword => (KEYWORDS as readonly string[]).includes(word);

/** A token as a sentence names it. */
export function named(token: Token): string {
  switch (token.kind) {
    case 'keyword':
      return `the word ${token.word}`;
    case 'name':
      return `the name ${JSON.stringify(token.name)}`;
    case 'number':
      return `the number ${token.value}`;
    case 'sql':
      return 'SQL in braces';
    case 'sign':
      return `the sign ${token.sign}`;
    case 'end':
      return 'the end of the file';
  }
}
