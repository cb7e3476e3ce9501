import type { ReactNode } from 'react';

const WORDS = {
  loading: ['Loading the purchases of this lane.', 'Every step of every buyer is on its way.'],
  gone: ['The purchases of this lane are not kept any more.', 'They are kept of the 20 newest runs. The report stays; press Flood on the race page to record a new one.'],
  failed: ['The purchases could not be loaded.', 'Nothing was changed. See whether Stampede is still running, and load them again.'],
  'no-lane': ['No lane of this flood was judged.', 'It was cancelled, failed, or is still running. Open the race to see it, or press Flood there to start another one.'],
  'no-run': ['This run is not kept here any more.', 'Its address may be older than the last reset. The race page lists the runs that are there.'],
} as const;

/** Instead of a timeline: what is the matter, and what to do. */
export function NoTrace({ kind, children }: { kind: keyof typeof WORDS; children?: ReactNode }) {
  const [what, todo] = WORDS[kind];
  return (
    <div className="card mt-5 grid min-h-60 place-content-center gap-1 p-8 text-center" role={kind === 'loading' ? 'status' : undefined}>
      <p className="font-semibold">{what}</p>
      <p className="text-dim">{todo}</p>
      {children ? <p className="pt-3">{children}</p> : null}
    </div>
  );
}
