/** The columns of a lane: name, bar, numbers. The axis above and below stands on the same grid. */
export const LANE_GRID = 'lg:grid lg:grid-cols-[12.5rem_minmax(0,1fr)_27rem] lg:items-center lg:gap-x-3';
