import { useId, type ReactNode } from 'react';

interface PanelProps {
  title: string;
  /** What to see, in one line. */
  see?: ReactNode;
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A card of the admin page. */
export function Panel({ title, see, aside, className = '', children }: PanelProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={`card flex min-w-0 flex-col p-4 lg:px-5 ${className}`}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={id} className="text-[1rem] font-semibold">{title}</h2>
        {aside}
      </div>
      {see === undefined ? null : <p className="text-dim">{see}</p>}
      {children}
    </section>
  );
}

/** The text of a panel without content. */
export const Nothing = ({ children }: { children: ReactNode }) => <p className="mt-3 grid grow place-items-center rounded-lg border border-dashed border-line p-4 text-center text-dim">{children}</p>;
