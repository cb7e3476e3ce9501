import type { StrategyInfo } from '@/domain/strategy';
import { CodePane } from '@/web/parts/code/code-pane';
import { afterHeader } from '@/web/parts/code/line-diff';

interface LabCodeProps {
  strategy: StrategyInfo;
  html: readonly string[];
  /** Names of the steps that buyers are at. */
  current: readonly string[];
}

/** The file that runs here, with the lines of the current steps marked. */
export function LabCode({ strategy, html, current }: LabCodeProps) {
  const lines = strategy.source.trimEnd().split('\n');
  const from = afterHeader(lines);
  const names = current.map((name) => `'${name}'`);
  return (
    <details className="card mt-5">
      <summary className="px-4 py-3 font-semibold">
        The file that runs: {strategy.title} <span className="pl-2 text-cap font-normal text-dim">the same file that is flooded, unchanged; the buyers' current steps are marked</span>
      </summary>
      <dl className="grid gap-x-8 gap-y-3 border-t border-line p-4 sm:grid-cols-3">
        <div><dt className="text-cap font-semibold text-dim">Idea</dt><dd>{strategy.idea}</dd></div>
        <div><dt className="text-cap font-semibold text-dim">Guarantee</dt><dd>{strategy.guarantee}</dd></div>
        <div><dt className="text-cap font-semibold text-dim">Isolation level</dt><dd>{strategy.isolationLevel}</dd></div>
      </dl>
      <CodePane
        fileName={strategy.fileName}
        mark="current"
        lines={lines.slice(from).map((line, place) => ({ kind: names.some((name) => line.includes(name)) ? 'changed' : 'same', index: place + from }))}
        html={html}
      />
    </details>
  );
}
