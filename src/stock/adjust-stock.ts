import type { StockModel } from '@/domain/stock-model';
import type { OpenDatabase } from '@/stores/postgres/database';
import { findProduct, type Product } from './products';
import type { StockChange } from './stock';
import { STOCK } from './stock-models';

export type Adjusted =
  | { kind: 'adjusted'; product: Product }
  | { kind: 'unknown' | 'would-be-negative' | 'would-be-too-many' }
  /** Its units are not counted in its row, or not only there. */
  | { kind: 'counted-elsewhere'; stockModel: StockModel };

/** Adds or removes units of one of the shop's own products while it is being sold. */
export async function adjustStock({ client, db }: OpenDatabase, productId: number, change: StockChange): Promise<Adjusted> {
  const before = await findProduct(db, productId);
  const done = before && (await STOCK[before.stockModel].adjust?.(client, productId, change));
  const found = await findProduct(db, productId);
  if (found?.runId !== null) return { kind: 'unknown' };
  const { stockModel, runId: _runId, ...product } = found;
  if (done) return { kind: 'adjusted', product };
  if (STOCK[stockModel].adjust === null) return { kind: 'counted-elsewhere', stockModel };
  const wanted = 'delta' in change ? product.stock + change.delta : change.stock;
  return { kind: wanted < 0 ? 'would-be-negative' : 'would-be-too-many' };
}
