/** The name of a row stays on one line: Recharts would break it in two, which rows of many lanes have no room for. */
export const ROW_NAME = { width: 400 } as const;
