import type { DiffLine } from './line-diff';

interface CodePaneProps {
  fileName: string;
  /** What a changed line is on this side; `current`: the line of the present step. */
  mark: 'added' | 'removed' | 'current' | 'none';
  lines: readonly DiffLine[];
  html: readonly string[];
}

const MARKS = {
  added: { sign: '+', row: 'bg-add' },
  removed: { sign: '−', row: 'bg-del' },
  current: { sign: '▸', row: 'bg-panel-2 font-semibold' },
  none: { sign: ' ', row: '' },
} as const;

/** One side of the comparison: a file with its line numbers, its changed lines signed and tinted. */
export function CodePane({ fileName, mark, lines, html }: CodePaneProps) {
  const { sign, row } = MARKS[mark];
  return (
    <div className="min-w-0">
      <p className="border-b border-line px-4 py-2 font-mono text-cap text-dim">{fileName}</p>
      <div role="region" aria-label={`Source of ${fileName}`} tabIndex={0} className="overflow-x-auto py-2 font-mono text-[0.8125rem] leading-6">
        <div className="w-max min-w-full">
          {lines.map((line, place) =>
            line.kind === 'gap' ? (
              <div key={place} className="h-6 max-lg:hidden" />
            ) : (
              <div key={place} className={`flex h-6 pr-4 whitespace-pre ${line.kind === 'changed' ? row : ''}`}>
                <span aria-hidden className="w-11 shrink-0 pr-3 text-right text-dim select-none">{line.index + 1}</span>
                <span className="w-4 shrink-0 select-none">{line.kind === 'changed' ? sign : ' '}</span>
                {/* Our own files, escaped and highlighted on the server. */}
                <code dangerouslySetInnerHTML={{ __html: html[line.index] ?? '' }} />
              </div>
            ),
          )}
        </div>
      </div>
    </div>
  );
}
