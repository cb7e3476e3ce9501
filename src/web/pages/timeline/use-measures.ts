'use client';

import { useEffect, useState, type RefObject } from 'react';

/** Sizes on the screen, in pixels. */
export interface Measures {
  /** Of the time axis. */
  widthPx: number;
  /** One row, and one letter of a label. They grow with the type of the page. */
  rowPx: number;
  charPx: number;
  /** What the scroll bar takes from the rows. */
  gutterPx: number;
}

const ROW_REM = 1.9;
const CHAR_REM = 0.46;

/** Measures once it is on the screen, and again whenever it changes its size. */
export function useMeasures(axis: RefObject<HTMLElement | null>, scroller: RefObject<HTMLElement | null>): Measures {
  const [measures, setMeasures] = useState<Measures>({ widthPx: 0, rowPx: ROW_REM * 16, charPx: CHAR_REM * 16, gutterPx: 0 });
  useEffect(() => {
    const measure = (): void => {
      const remPx = parseFloat(getComputedStyle(document.documentElement).fontSize);
      const box = scroller.current;
      setMeasures({
        widthPx: axis.current?.clientWidth ?? 0,
        rowPx: Math.round(ROW_REM * remPx),
        charPx: CHAR_REM * remPx,
        gutterPx: box ? box.offsetWidth - box.clientWidth : 0,
      });
    };
    const observer = new ResizeObserver(measure);
    for (const element of [axis.current, scroller.current]) if (element) observer.observe(element);
    return () => observer.disconnect();
  }, [axis, scroller]);
  return measures;
}
