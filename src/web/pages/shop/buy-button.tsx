'use client';

import { Button } from '@base-ui/react/button';
import type { Attempt } from './attempt';
import { buttonWords } from './attempt-words';
import type { Buying } from './use-buying';

interface BuyButtonProps {
  product: { id: number; name: string };
  stock: number;
  quantity: number;
  attempt: Attempt;
  buying: Buying;
  /** Buying is not possible until the browser knows the buyer. */
  ready: boolean;
  large?: boolean;
}

/** The one big button. It keeps its size and its place, and its own text says why it cannot be pressed. */
export function BuyButton({ product, stock, quantity, attempt, buying, ready, large = false }: BuyButtonProps) {
  const enough = stock >= quantity;
  const open = attempt.kind === 'open';
  const disabled = !ready || attempt.kind === 'buying' || (!open && (!enough || buying.secondsLeft > 0));
  const words = buttonWords(attempt, { secondsLeft: buying.secondsLeft, stock, quantity });
  return (
    <Button
      onClick={() => (open ? buying.again(product) : buying.buy(product, quantity))}
      disabled={disabled}
      focusableWhenDisabled
      className={`w-full rounded-xl bg-ink font-bold text-bg tabular-nums hover:opacity-90 data-disabled:cursor-default ${attempt.kind === 'buying' ? 'data-disabled:opacity-75' : 'data-disabled:bg-panel-2 data-disabled:text-dim data-disabled:ring-1 data-disabled:ring-line data-disabled:ring-inset'} ${large ? 'h-18 text-[1.6rem]' : 'h-13 text-[1.1rem]'}`}
    >
      {words}
      <span className="sr-only"> {product.name}</span>
    </Button>
  );
}
