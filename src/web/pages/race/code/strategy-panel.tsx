import type { StrategyInfo } from '@/domain/strategy';
import { CodePane } from '@/web/parts/code/code-pane';
import { afterHeader, sideBySide, type DiffLine } from '@/web/parts/code/line-diff';

const HEADER: readonly { key: 'idea' | 'guarantee' | 'cost' | 'failureMode' | 'isolationLevel'; label: string }[] = [
  { key: 'idea', label: 'Idea' },
  { key: 'guarantee', label: 'Guarantee' },
  { key: 'cost', label: 'Cost' },
  { key: 'failureMode', label: 'Failure mode' },
  { key: 'isolationLevel', label: 'Isolation level' },
];

interface StrategyPanelProps {
  strategy: StrategyInfo;
  /** The naive shop, or the strategy that this is a variant of. */
  base: StrategyInfo;
  highlighted: Readonly<Record<string, readonly string[]>>;
}

/** A strategy in five lines, and its code as a change to the one it is compared with. */
export function StrategyPanel({ strategy, base, highlighted }: StrategyPanelProps) {
  const own = codeOf(strategy);
  const other = codeOf(base);
  const same = strategy.id === base.id;
  const diff = same ? null : sideBySide(other.lines, own.lines);
  return (
    <>
      <dl className="grid gap-x-8 gap-y-4 p-4 sm:grid-cols-2 lg:grid-cols-5 lg:px-5">
        {HEADER.map(({ key, label }) => (
          <div key={key}>
            <dt className="text-cap font-semibold text-dim">{label}</dt>
            <dd>{strategy[key]}</dd>
          </div>
        ))}
      </dl>
      {strategy.unavailable === null ? null : <p className="px-5 pb-4 font-medium text-warn">Cannot run here: {strategy.unavailable}</p>}
      <div className={`border-t border-line ${same ? '' : 'lg:grid lg:grid-cols-2 lg:divide-x lg:divide-line'}`}>
        {diff ? (
          <>
            <CodePane fileName={base.fileName} mark="removed" lines={shifted(diff.left, other.from)} html={highlighted[base.id] ?? []} />
            <CodePane fileName={strategy.fileName} mark="added" lines={shifted(diff.right, own.from)} html={highlighted[strategy.id] ?? []} />
          </>
        ) : (
          <CodePane fileName={base.fileName} mark="none" lines={own.lines.map((_, line) => ({ kind: 'same', index: line + own.from }))} html={highlighted[base.id] ?? []} />
        )}
      </div>
    </>
  );
}

/** The lines after the header, and the number of the first of them. */
function codeOf({ source }: StrategyInfo): { lines: string[]; from: number } {
  const lines = source.trimEnd().split('\n');
  const from = afterHeader(lines);
  return { lines: lines.slice(from), from };
}

const shifted = (lines: readonly DiffLine[], by: number): DiffLine[] =>
  lines.map((line) => (line.kind === 'gap' ? line : { ...line, index: line.index + by }));
