import { eq } from 'drizzle-orm';
import type { LaneEvidence } from '@/domain/history';
import type { StockModel } from '@/domain/stock-model';
import { inventory, orders } from '@/stores/postgres/schema';
import type { StockStores } from './stock';
import { STOCK, unitsLeft } from './stock-models';

/** The state of a sale in the stores when nothing is under way any more. */
export type FinalState = Pick<LaneEvidence, 'orders' | 'finalStock' | 'counterStock'>;

/**
 * The stored half of a lane's evidence. Stock and orders are of one moment, read from one snapshot. If an order's `remaining`
 * is not its place in the sale, it is left out.
 */
export async function readFinalState({ db, redis }: StockStores, productId: number, model: StockModel): Promise<FinalState> {
  const { remainingIsPlace, leftInRedis } = STOCK[model];
  const counterStock = await leftInRedis(redis, productId);
  return db.transaction(
    async (tx) => {
      const [sale] = await tx.select({ id: inventory.productId }).from(inventory).where(eq(inventory.productId, productId));
      if (!sale) throw new Error(`The sale of product ${productId} is gone: the sandbox was reset while it was flooded.`);
      const rows = await tx
        .select({
          id: orders.id,
          buyerId: orders.buyerId,
          quantity: orders.quantity,
          remaining: orders.remaining,
          fencingToken: orders.fencingToken,
          idempotencyKey: orders.idempotencyKey,
        })
        .from(orders)
        .where(eq(orders.productId, productId))
        .orderBy(orders.id);
      const finalStock = await unitsLeft(tx, model, productId);
      return { orders: remainingIsPlace ? rows : rows.map((row) => ({ ...row, remaining: null })), finalStock, counterStock };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}
