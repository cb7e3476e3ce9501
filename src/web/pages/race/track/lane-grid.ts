/** The columns of a lane: name, bar, numbers. The axis above and below uses the same grid. */
export const LANE_GRID =
  'lg:grid lg:[--figures:30rem] xl:[--figures:32rem] lg:grid-cols-[12.5rem_minmax(0,1fr)_var(--figures)] lg:items-center lg:gap-x-3';

/** The width of the bar's column, for what spans it and the numbers. */
export const BAR_WIDTH = '(100% - var(--figures) - 0.75rem)';
