import { count } from '@/web/parts/words/format';
import { fullness, leftWords, STATE_WORDS, stockState } from '@/web/parts/products/stock-words';

interface StockMeterProps {
  stock: number;
  initialStock: number;
  /** For the page of one product, which is read from the last row. */
  large?: boolean;
}

/** What is left, as a number, a bar and a word. The bar drains to the left; a full stock fills it. */
export function StockMeter({ stock, initialStock, large = false }: StockMeterProps) {
  const state = stockState(stock, initialStock);
  return (
    <div data-stock={stock}>
      <p className="flex items-baseline justify-between gap-3">
        <span className={`tabular-nums ${large ? 'text-[1.35rem]' : ''}`}>
          {large ? (
            <>
              <span className="text-[4.6rem] leading-none font-[750] tracking-[-0.03em]">{count(stock)}</span>
              <span className="text-dim"> {leftWords(stock, initialStock).slice(count(stock).length + 1)}</span>
            </>
          ) : (
            leftWords(stock, initialStock)
          )}
        </span>
        <span className={`shrink-0 ${large ? 'text-[1.35rem]' : ''} ${state === 'plenty' ? 'text-dim' : 'font-bold text-ink'}`}>{STATE_WORDS[state]}</span>
      </p>
      <div aria-hidden className={`mt-1.5 overflow-hidden rounded-full bg-panel-2 ring-1 ring-line ring-inset ${large ? 'h-5' : 'h-2.5'}`}>
        <div className="h-full rounded-full bg-stock transition-[width] duration-200" style={{ width: `${fullness(stock, initialStock) * 100}%` }} />
      </div>
    </div>
  );
}
