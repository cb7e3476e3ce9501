import type { ReactNode } from 'react';

interface ChartCardProps {
  title: string;
  /** What to see, in one line. */
  see: string;
  /** What the picture shows, for those who do not see it. */
  facts: readonly string[];
  /** Shown in place of the picture while there is nothing to draw. */
  empty: string;
  /** The height of the picture. */
  rem?: number;
  children: ReactNode;
}

/** A chart with its title and what to see in it. Its height does not depend on what it holds. */
export function ChartCard({ title, see, facts, empty, rem = 14, children }: ChartCardProps) {
  return (
    <section className="card flex flex-col p-4 lg:px-5">
      <h2 className="text-[1rem] font-semibold">{title}</h2>
      <p className="min-h-10 text-dim">{see}</p>
      <div className="relative mt-2 w-full grow" style={{ minHeight: `${rem}rem` }}>
        {facts.length === 0 ? (
          <p className="absolute inset-0 grid place-items-center rounded-lg border border-dashed border-line px-6 text-center text-dim">{empty}</p>
        ) : (
          <>
            <div aria-hidden className="absolute inset-0">{children}</div>
            <ul className="sr-only">
              {facts.map((fact) => (
                <li key={fact}>{fact}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  );
}
