'use client';

import { useEffect, useRef, useState, type ReactNode } from 'react';

/** Scrolls content sideways that is too wide; a shade on the right edge shows that there is more. */
export function Sideways({ label, children }: { label: string; children: ReactNode }) {
  const region = useRef<HTMLDivElement>(null);
  const [more, setMore] = useState(false);
  useEffect(() => {
    const element = region.current;
    if (!element) return;
    const look = () => setMore(element.scrollLeft + element.clientWidth < element.scrollWidth - 2);
    const watch = new ResizeObserver(look);
    watch.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      watch.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
  return (
    <div className="card relative overflow-hidden">
      <div ref={region} role="region" aria-label={label} tabIndex={0} className="overflow-x-auto">{children}</div>
      <div aria-hidden className={`pointer-events-none absolute inset-y-0 right-0 z-20 flex w-16 items-center justify-end bg-linear-to-l from-bg to-transparent pr-2 text-[1.35rem] font-bold text-ink transition-opacity ${more ? '' : 'opacity-0'}`}>›</div>
    </div>
  );
}
