import { confirmed, defineStrategy, soldOut } from 'stampede';
import { textArray } from '@/stores/postgres/array-literal';
import type { SellTogether, Share } from '@/kit/coalescer';

export default defineStrategy(
  {
    id: 'coalesced',
    class: 'safe',
    title: 'Coalesced',
    tagline: 'one transaction for many',
    idea: 'Buyers that wait for the same product in a replica share one transaction: one guarded UPDATE, one INSERT with many rows.',
    guarantee: 'Never oversells. The UPDATE takes the units for all of them or for none; if there is too little for the whole batch, buyers are served in the order in which they came.',
    cost: 'Code that collects buyers into batches. In return the row is locked, and the log written to disk, once for hundreds of sales.',
    failureMode: 'Buyers in a batch fail together as well: when the connection is lost, the outcome of the whole batch is unknown.',
    isolationLevel: 'Read committed. A waiting UPDATE re-reads the row and checks the condition again.',
  },
  async (shop, request) => {
    await shop.think();

    const share = await shop.step('sell', 'buy together with the waiting buyers', () => shop.coalescer.join(request, sellTogether));
    if (share) return confirmed({ id: share.id, created_at: share.createdAt }, share.remaining);
    await shop.requireProduct();
    return soldOut();
  },
);

interface Batch {
  ids: number[];
  before: number;
  created_at: Date;
}

/** Sells to all of them or, when there is too little, to as many as possible. */
const sellTogether: SellTogether = async (session, productId, buyers) => {
  if (buyers.length === 0) return [];
  const units = buyers.reduce((sum, buyer) => sum + buyer.quantity, 0);
  const [sold] = await session.sql<Batch>`
    with sold as (
      update inventory set stock = stock - ${units}
      where product_id = ${productId}
        and stock >= ${units} -- all of them, or nothing
      returning stock + ${units}::int as before
    ), buyer as (
      select before, id, quantity, key, sum(quantity) over (order by place) as taken
      from sold, unnest(
        ${textArray(buyers.map((buyer) => buyer.buyerId))}::text[],
        ${textArray(buyers.map((buyer) => String(buyer.quantity)))}::int[],
        ${textArray(buyers.map((buyer) => buyer.idempotencyKey))}::text[]
      ) with ordinality as b (id, quantity, key, place)
    ), placed as (
      insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key)
      select ${productId}, id, quantity, before - taken, key from buyer
      returning id, remaining, created_at
    )
    select json_agg(id order by remaining desc) as ids, (select before from sold) as before, min(created_at) as created_at
    from placed having count(*) > 0
  `;
  if (sold) return sharesOf(buyers, sold);
  return servedInOrder(session, productId, buyers);
};

/** There is too little for the batch: a buyer that wants more than is left gets nothing, and those behind may still be served. */
async function servedInOrder(...[session, productId, buyers]: Parameters<SellTogether>): Promise<readonly Share[]> {
  const [row] = await session.read<{ stock: number }>`select stock from inventory where product_id = ${productId}`;
  let left = row?.stock ?? 0;
  const fits = buyers.map(({ quantity }) => {
    if (quantity > left) return false;
    left -= quantity;
    return true;
  });
  const lucky = buyers.filter((_buyer, index) => fits[index]);
  // The stock that was read may be gone by now. Then the same is tried again with fewer buyers.
  const shares = lucky.length === 0 ? [] : await sellTogether(session, productId, lucky);
  let next = 0;
  return fits.map((fit) => (fit ? (shares[next++] ?? null) : null));
}

/** Each buyer's order, and the stock as it left it. */
function sharesOf(buyers: Parameters<SellTogether>[2], { ids, before, created_at }: Batch): Share[] {
  let remaining = before;
  return buyers.map(({ quantity }, index) => {
    remaining -= quantity;
    return { id: ids[index] ?? 0, remaining, createdAt: created_at };
  });
}
