const LEAST_REM = 14;
const ROW_REM = 1.65;
const AXIS_REM = 1.8;

/** The height of a chart with a row a lane, in rem: the same for a few lanes, and room for a line of text for each of many. */
export const chartRem = (lanes: number): number => Math.max(LEAST_REM, lanes * ROW_REM + AXIS_REM);
