'use client';

import { Button } from '@base-ui/react/button';
import { useId, useState } from 'react';
import { NumberInput } from '@/web/parts/controls/number-input';
import { count } from '@/web/parts/words/format';
import { price } from '@/web/parts/words/price';
import type { ShopProduct } from '@/web/parts/products/product';
import { fullness, STATE_WORDS, stockState } from '@/web/parts/products/stock-words';
import { callAdmin } from './admin-request';
import { ResetButton } from './reset-button';

const STEPS = [-10, -1, 1, 10] as const;
const MOST = 1_000_000;
const BUTTON = 'h-10 rounded-lg border border-line bg-panel-2 px-2 font-semibold tabular-nums hover:border-edge data-disabled:opacity-50';

interface StockRowProps {
  product: ShopProduct;
  level: { stock: number; initialStock: number };
  onChanged: () => void;
}

/** One product: its stock, and the buttons that change it. The number follows the live stream, not the press. */
export function StockRow({ product: { id, name, price: amount }, level: { stock, initialStock }, onChanged }: StockRowProps) {
  const noteId = useId();
  const [fault, setFault] = useState<string | null>(null);
  const [wanted, setWanted] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const change = async (path: 'stock' | 'reset', body: object) => {
    setBusy(true);
    try {
      await callAdmin(`/products/${id}/${path}`, { method: 'POST', body });
      setFault(null);
      if ('stock' in body) setWanted(null);
      onChanged();
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  const canSet = wanted !== null && Number.isInteger(wanted) && wanted >= 0 && wanted <= MOST;
  return (
    <li data-product={id} className="grid items-center gap-x-5 gap-y-2 py-3 sm:grid-cols-[minmax(0,1fr)_11rem] xl:grid-cols-[minmax(0,1fr)_13rem_auto]">
      <div className="min-w-0">
        <p className="truncate text-[1.05rem] font-semibold"><a href={`/shop/${id}`} className="text-ink no-underline hover:underline">{name}</a></p>
        <p className="text-dim tabular-nums">{price(amount)}, {count(Math.max(0, initialStock - stock))} sold of {count(initialStock)}</p>
      </div>
      <div>
        <p className="flex items-baseline justify-between gap-2 tabular-nums">
          <span data-left className="text-[1.6rem] leading-none font-[750]">{count(stock)}</span>
          <span className="text-dim">{STATE_WORDS[stockState(stock, initialStock)]}</span>
        </p>
        <div aria-hidden className="mt-1 h-2 overflow-hidden rounded-full bg-panel-2 ring-1 ring-line ring-inset"><div className="h-full rounded-full bg-stock" style={{ width: `${fullness(stock, initialStock) * 100}%` }} /></div>
      </div>
      <div className="flex flex-wrap items-end gap-2 sm:col-span-2 xl:col-auto">
        <div role="group" aria-label={`Stock of ${name}`} className="grid grid-cols-4 gap-1.5">
          {STEPS.map((delta) => (
            <Button key={delta} disabled={busy} focusableWhenDisabled onClick={() => void change('stock', { delta })} aria-label={`${delta > 0 ? 'Add' : 'Take'} ${Math.abs(delta)}`} className={`${BUTTON} min-w-13`}>
              {delta > 0 ? `+${delta}` : `−${Math.abs(delta)}`}
            </Button>
          ))}
        </div>
        <form
          className="flex items-end gap-1.5"
          onSubmit={(event) => {
            event.preventDefault();
            if (canSet && !busy) void change('stock', { stock: wanted });
          }}
        >
          <NumberInput label="Set to" value={wanted} onChange={setWanted} min={0} max={MOST} noteId={noteId} fault={fault ?? undefined} placeholder={String(stock)} className="w-24 [&_label]:sr-only" />
          <Button type="submit" disabled={!canSet || busy} focusableWhenDisabled className={`${BUTTON} px-3`}>Set</Button>
        </form>
        <ResetButton name={name} disabled={busy} onReset={() => void change('reset', {})} />
      </div>
      {fault === null ? null : <p id={noteId} role="alert" className="font-medium text-warn sm:col-span-2 xl:col-span-3">{fault}</p>}
    </li>
  );
}
