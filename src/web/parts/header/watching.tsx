/** How many have the page open. Null while the connection to the server is down. */
export function Watching({ count }: { count: number | null }) {
  return (
    <p className="flex items-center gap-2.5 whitespace-nowrap text-dim">
      {count === null ? <span className="size-2 shrink-0 rounded-full border border-edge" /> : <span className="live-dot" />}
      <span className="min-w-5 text-right tabular-nums sm:min-w-0">
        {count ?? '–'}
        <span className="sr-only sm:not-sr-only"> watching this race</span>
      </span>
    </p>
  );
}
