/** What the keys do, in a line. */
export function KeyLegend({ names, lesson }: { names: readonly string[]; lesson: boolean }) {
  const keys: [string, string][] = [
    [names.join(' '), 'step'],
    ['T', 'time passes'],
    ['←', 'back'],
    ['space', 'play, pause'],
    ['R', 'start again'],
    ...(lesson ? [['⏎', 'next in the lesson'] satisfies [string, string]] : []),
  ];
  return (
    <p className="flex flex-wrap gap-x-5 gap-y-1 pt-4 text-cap text-dim max-lg:hidden" aria-label="Keys">
      {keys.map(([key, does]) => (
        <span key={key}><kbd className="rounded border border-edge px-1.5 py-0.5 font-mono text-ink">{key}</kbd> {does}</span>
      ))}
    </p>
  );
}
