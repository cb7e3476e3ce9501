import { linkSpec, type WrittenBlocker, type WrittenPermutation, type WrittenSession, type WrittenStep } from './link-spec';
import { SpecError, type Spec } from './spec';
import { named, tokensOf, type Keyword, type Token } from './tokens';

/**
 * Reads a file in the language of PostgreSQL's isolation tester (src/test/isolation/README of PostgreSQL): any number of `setup`,
 * an optional `teardown`, one or more sessions, and permutations. Throws `SpecError` for the first fault.
 */
export function parseSpec(text: string): Spec {
  const reader = new TokenReader(tokensOf(text));
  const setups: string[] = [];
  while (reader.takeWord('setup')) setups.push(reader.sql('after setup'));
  const teardown = reader.takeWord('teardown') ? reader.sql('after teardown') : null;
  const sessions: WrittenSession[] = [];
  while (reader.takeWord('session')) sessions.push(readSession(reader));
  if (sessions.length === 0) throw reader.unexpected(setups.length === 0 && teardown === null ? 'setup, teardown or session' : 'session');
  const permutations: WrittenPermutation[] = [];
  while (reader.takeWord('permutation')) permutations.push(readPermutation(reader));
  if (reader.next.kind !== 'end') throw reader.unexpected(permutations.length === 0 ? 'step, teardown, session or permutation' : 'a step name, permutation or the end of the file');
  return linkSpec({ setups, teardown, sessions, permutations });
}

function readSession(reader: TokenReader): WrittenSession {
  const { name } = reader.name('the name of the session');
  const setup = reader.takeWord('setup') ? reader.sql('after setup') : null;
  const steps: WrittenStep[] = [];
  while (reader.takeWord('step')) {
    const written = reader.name('the name of the step');
    steps.push({ ...written, sql: reader.sql(`of the step ${written.name}`) });
  }
  if (steps.length === 0) throw reader.unexpected(`step: the session ${name} needs one or more`);
  return { name, setup, steps, teardown: reader.takeWord('teardown') ? reader.sql('after teardown') : null };
}

function readPermutation(reader: TokenReader): WrittenPermutation {
  const steps: WrittenPermutation = [];
  do {
    const written = reader.name('a step name');
    steps.push({ ...written, blockers: reader.takeSign('(') ? readBlockers(reader) : [] });
  } while (reader.next.kind === 'name');
  return steps;
}

function readBlockers(reader: TokenReader): WrittenBlocker[] {
  const blockers: WrittenBlocker[] = [];
  do {
    if (reader.takeSign('*')) blockers.push({ kind: 'once' });
    else {
      const { name } = reader.name('* or a step name');
      blockers.push(reader.takeWord('notices') ? { kind: 'notices', name, count: reader.number() } : { kind: 'step', name });
    }
  } while (reader.takeSign(','));
  if (!reader.takeSign(')')) throw reader.unexpected('notices, a comma or a closing parenthesis');
  return blockers;
}

/** Tokens one after another, and what to say when the next one is another than expected. */
class TokenReader {
  #at = 0;

  constructor(readonly tokens: readonly Token[]) {}

  /** The last token is the end, and nothing takes it. */
  get next(): Token {
    return this.tokens[this.#at] ?? { kind: 'end', line: 0 };
  }

  takeWord(word: Keyword): boolean {
    return this.#takeIf(this.next.kind === 'keyword' && this.next.word === word);
  }

  takeSign(sign: string): boolean {
    return this.#takeIf(this.next.kind === 'sign' && this.next.sign === sign);
  }

  name(expected: string): { name: string; line: number } {
    const { next } = this;
    if (next.kind !== 'name') throw this.unexpected(next.kind === 'keyword' ? `${expected} (a name that is a word of the language is written in double quotes)` : expected);
    this.#at += 1;
    return { name: next.name, line: next.line };
  }

  number(): number {
    const { next } = this;
    if (next.kind !== 'number') throw this.unexpected('how many notices');
    this.#at += 1;
    return next.value;
  }

  sql(where: string): string {
    const { next } = this;
    if (next.kind !== 'sql') throw this.unexpected(`SQL in braces ${where}`);
    this.#at += 1;
    return next.sql;
  }

  unexpected(expected: string): SpecError {
    return new SpecError(this.next.line, `expected ${expected}, found ${named(this.next)}`);
  }

  #takeIf(fits: boolean): boolean {
    if (fits) this.#at += 1;
    return fits;
  }
}
