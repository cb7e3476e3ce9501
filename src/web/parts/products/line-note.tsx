import type { LineState } from './use-stock-levels';

/** Whether the numbers are live. It keeps its place; while the connection is down the page shows the last known numbers. */
export function LineNote({ line }: { line: LineState }) {
  return (
    <p role="status" className="flex min-w-31 items-center gap-2.5 whitespace-nowrap text-dim">
      {line === 'live' ? <span className="live-dot" /> : <span className="size-2 shrink-0 rounded-full border border-edge" />}
      {line === 'live' ? 'Live stock' : line === 'lost' ? <span className="font-medium text-warn">Reconnecting…</span> : 'Connecting…'}
    </p>
  );
}
