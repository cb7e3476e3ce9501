import { confirmed, soldOut } from '@/domain/purchase';
import type { SessionPool } from '@/stores/postgres/session-pool';
import { defineStrategy } from 'stampede';
import type { Strategy } from '@/kit/strategy';

interface SoldRow {
  id: number;
  remaining: number;
  created_at: Date;
}

/** `conditional-update` as one would write it without steps: the same statement on the same pool, and nothing around it. */
export function withoutSeam(pool: SessionPool): Strategy {
  return defineStrategy({ id: 'conditional-update' }, async (_shop, { productId, buyerId, quantity, idempotencyKey }) => {
      const [order] = await pool.use(
        (session) => session.sql<SoldRow>`
          with sold as (
            update inventory set stock = stock - ${quantity}
            where product_id = ${productId}
              and stock >= ${quantity}
            returning stock
          )
          insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key)
          select ${productId}, ${buyerId}, ${quantity}, stock, ${idempotencyKey} from sold
          returning id, remaining, created_at
        `,
      );
      return order ? confirmed(order.id, order.remaining, order.created_at) : soldOut();
    });
}
