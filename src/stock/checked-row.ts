import { inventoryRow } from './inventory-row';

/** One number in one row that refuses to become negative. */
export const checkedRow = inventoryRow('checked-row', true);
