import { inventoryRow } from './inventory-row';

/** One number in one row. */
export const row = inventoryRow('row', false);
