import type { Exploration, ScheduleSeen } from '@/domain/exploration';
import { orderWords } from './explorer-words';
import { orderEnd } from './schedule-groups';
import { END_SIGNS } from './schedule-link';

const TONES = { bad: 'text-bad', away: 'text-warn', good: 'text-ink' } as const;

/** The order that is pointed at, in a place that does not move. */
export function OrderDetail({ exploration, order }: { exploration: Exploration; order: ScheduleSeen | null }) {
  const end = order && orderEnd(order, exploration.class);
  return (
    <div data-detail className="sticky top-0 z-10 flex h-12 flex-col justify-center border-y border-line bg-panel leading-tight">
      {order && end ? (
        <>
          <p className="truncate font-mono font-semibold">{order.schedule}</p>
          <p className={`truncate ${TONES[end]}`}>{END_SIGNS[end]} {orderWords(order, end === 'bad')}</p>
        </>
      ) : (
        <p className="text-dim">Point at an order to read it; press it to play it in the lab.</p>
      )}
    </div>
  );
}
