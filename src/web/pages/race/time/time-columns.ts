/** The columns of the time view: name, bar, and what it cost. The headings use the same grid. */
export const TIME_COLUMNS = 'lg:grid lg:grid-cols-[11rem_minmax(0,1fr)_5rem_7rem_17rem] lg:items-center lg:gap-x-4';
