import { sqlTokens, type SqlToken } from './sql-tokens';

const COLOURS: Readonly<Record<SqlToken['kind'], string>> = {
  keyword: 'text-(--shiki-token-keyword)',
  value: 'text-(--shiki-token-constant) font-semibold',
  comment: 'text-(--shiki-token-comment)',
  plain: '',
};

/** Statements as they were sent, coloured as in the code pane. */
export function SqlText({ statements }: { statements: readonly string[] }) {
  return statements.map((sql, place) => (
    <code key={place} className="block font-mono text-[0.8rem] leading-[1.5] break-words whitespace-pre-wrap">
      {sqlTokens(sql).map(({ text, kind }, index) => (
        <span key={index} className={COLOURS[kind]}>{text}</span>
      ))}
    </code>
  ));
}
