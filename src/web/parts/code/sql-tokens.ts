/** A piece of a statement, as it is coloured. */
export interface SqlToken {
  text: string;
  kind: 'keyword' | 'value' | 'comment' | 'plain';
}

const WORDS =
  'select|from|where|for|update|no|key|share|nowait|skip|locked|set|insert|into|values|returning|with|as|and|or|not|exists|in|on|conflict|do|nothing|begin|commit|rollback|isolation|level|serializable|repeatable|read|committed|transaction|order|by|limit|null|case|when|then|else|end|is|count|coalesce|sum|max|join|left|union|all|true|false';
const PIECES = new RegExp(`(--[^\\n]*)|('(?:[^']|'')*'|\\b\\d+\\b)|\\b(${WORDS})\\b`, 'gi');

/** A statement in coloured pieces: enough for ours, which are short and plain. */
export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let from = 0;
  for (const match of sql.matchAll(PIECES)) {
    if (match.index > from) tokens.push({ text: sql.slice(from, match.index), kind: 'plain' });
    tokens.push({ text: match[0], kind: match[1] !== undefined ? 'comment' : match[2] !== undefined ? 'value' : 'keyword' });
    from = match.index + match[0].length;
  }
  if (from < sql.length) tokens.push({ text: sql.slice(from), kind: 'plain' });
  return tokens;
}

/** A planned statement without its values: they come from a dry run, and the real ones are not known yet. */
export const withoutValues = (sql: string): string =>
  sqlTokens(sql)
    .map(({ text, kind }) => (kind === 'value' ? '…' : text))
    .join('');
