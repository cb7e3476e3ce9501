/**
 * Where the units of a sale are counted. `row`: one number in one row; `checked-row`: the same, which refuses to become
 * negative; `units`: one row a unit; `redis`: a number in Redis, settled into the row; `events`: the sum of what happened.
 */
export const STOCK_MODELS = ['row', 'checked-row', 'units', 'redis', 'events'] as const;
export type StockModel = (typeof STOCK_MODELS)[number];
