import { plural } from '@/web/parts/words/format';
import { price } from '@/web/parts/words/price';
import type { Attempt } from './attempt';

/** The result of the last attempt: a headline, what follows from it, and its tone. */
export interface AttemptWords {
  title: string;
  more: string;
  tone: 'good' | 'wait' | 'plain';
}

/** In words, or null while there is nothing to say. They do not count down, because screen readers read them out. */
export function attemptWords(attempt: Attempt): AttemptWords | null {
  switch (attempt.kind) {
    case 'none':
    case 'buying':
      return null;
    case 'bought': {
      const { id, quantity, totalPrice, remaining } = attempt.order;
      const units = quantity === 1 ? '' : `${quantity} for `;
      return { title: 'You got it.', more: `Order ${id}, ${units}${price(totalPrice)}.${leftThen(remaining)}`, tone: 'good' };
    }
    case 'sold-out':
      return attempt.quantity === 1
        ? { title: 'Sold out.', more: 'Another buyer was quicker. You bought nothing and pay nothing.', tone: 'plain' }
        : { title: `There are no ${attempt.quantity} left.`, more: 'You bought nothing and pay nothing. There may be fewer.', tone: 'plain' };
    case 'too-fast':
      return { title: 'You are going too fast.', more: limitWords(attempt), tone: 'wait' };
    case 'refused':
      return { title: 'Not bought.', more: attempt.sentence, tone: 'wait' };
    case 'open':
      if (attempt.hidden) return null;
      return attempt.perhaps
        ? { title: 'Not known yet.', more: `${attempt.sentence} It may have been bought. Try again asks for the same order, so you cannot buy twice.`, tone: 'wait' }
        : { title: 'Not bought.', more: attempt.sentence, tone: 'wait' };
  }
}

function leftThen(remaining: number | null): string {
  if (remaining === null) return '';
  return remaining === 0 ? ' It was the last one.' : ` ${plural(remaining, 'was', 'were')} left after it.`;
}

function limitWords({ limit: { tier, limit, windowS } }: Extract<Attempt, { kind: 'too-fast' }>): string {
  const many = limit === null || windowS === null ? 'Enough for now' : `${plural(limit, 'purchase')} in ${plural(windowS, 'second')}`;
  const whose = tier === 'user' ? `${many}: that is your own limit.` : `${many} from your network: everyone behind the same address shares that limit.`;
  return `${whose} Nothing was bought.`;
}

/** What the big button says. It is the same button all the time. */
export function buttonWords(attempt: Attempt, { secondsLeft, stock, quantity }: { secondsLeft: number; stock: number; quantity: number }): string {
  if (attempt.kind === 'buying') return 'Buying…';
  if (attempt.kind === 'open') return 'Try again';
  if (stock < quantity) return stock <= 0 ? 'Sold out' : `No ${quantity} left`;
  if (secondsLeft > 0) return `Wait ${secondsLeft} s`;
  return quantity === 1 ? 'Buy' : `Buy ${quantity}`;
}
