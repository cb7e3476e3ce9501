/** Up to this many lanes have their full height; more of them become lines, so that all can be seen at once. */
const FULL_LANES = 8;

export const isDense = (lanes: number): boolean => lanes > FULL_LANES;
