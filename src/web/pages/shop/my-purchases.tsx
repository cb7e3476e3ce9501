'use client';

import { Button } from '@base-ui/react/button';
import { useSyncExternalStore } from 'react';
import { RunTime } from '@/web/parts/run-time';
import { price } from '@/web/parts/words/price';
import type { Buyer } from './buyer-name';
import type { OpenAttempt } from './open-attempts';
import type { ShopOrder } from '@/web/parts/products/product';
import { purchaseLog } from './purchase-log';

const SHOWN = 8;
const NONE: readonly ShopOrder[] = [];

interface MyPurchasesProps {
  buyer: Buyer | null;
  /** Purchases whose result is not known yet. */
  open: readonly OpenAttempt[];
  onStopAsking: (key: string) => void;
  /** Only those of one product. */
  productId?: number;
}

/** What this buyer bought recently, in this browser. */
export function MyPurchases({ buyer, open, onStopAsking, productId }: MyPurchasesProps) {
  const all = useSyncExternalStore(purchaseLog.subscribe, purchaseLog.read, () => NONE);
  const mine = all.filter((order) => order.userId === buyer?.userId && (productId === undefined || order.productId === productId)).slice(0, SHOWN);
  const unknown = open.filter((attempt) => productId === undefined || attempt.productId === productId);
  return (
    <section aria-labelledby="mine" className="pt-8">
      <h2 id="mine" className="text-[1.35rem] font-bold tracking-tight">Your purchases</h2>
      {mine.length + unknown.length === 0 ? (
        <p className="pt-1 text-dim">{buyer ? `${buyer.name} has bought nothing ${productId === undefined ? 'yet' : 'of this yet'}.` : 'Nothing yet.'}</p>
      ) : (
        <ol className="card mt-2 divide-y divide-line">
          {unknown.map(({ key, productName, quantity }) => (
            <li key={key} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
              <span className="min-w-0 grow"><span className="font-semibold">{quantity === 1 ? '' : `${quantity} × `}{productName}</span><span className="text-warn">: not known yet. Try again finds out, and cannot buy it twice.</span></span>
              <Button onClick={() => onStopAsking(key)} className="h-8 shrink-0 rounded-lg border border-line bg-panel-2 px-2.5 text-cap font-semibold hover:border-edge">Stop asking<span className="sr-only"> about {productName}</span></Button>
            </li>
          ))}
          {mine.map(({ id, productName, quantity, totalPrice, createdAt }) => (
            <li key={id} className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-x-4 px-4 py-2.5 tabular-nums sm:grid-cols-[7rem_minmax(0,1fr)_6rem_8rem]">
              <span className="text-dim">Order {id}</span>
              <span className="min-w-0 truncate font-semibold">{quantity === 1 ? '' : `${quantity} × `}{productName}</span>
              <span className="text-right font-semibold">{price(totalPrice)}</span>
              <span className="text-right text-dim max-sm:hidden"><RunTime at={createdAt} /></span>
            </li>
          ))}
        </ol>
      )}
      {mine.length > 0 ? <p className="pt-1.5 text-cap text-dim">Noted in this browser. Resetting a product deletes its orders in the shop, not here.</p> : null}
    </section>
  );
}
