import type { LastItemReport } from '@/tools/last-item/last-item';

/** The result as a few lines of text. */
export function lastItemText({ product, strategy, buyers, outcomes, ordersStored, stockLeft, durationMs, pages, verdict }: LastItemReport): string {
  const lines = [
    `${product.name} (product ${product.id}): one unit, ${buyers} buyers at once, ${strategy}`,
    `  succeeded ${outcomes.confirmed}   sold out ${outcomes['sold-out']}   gave up ${outcomes['gave-up']}   unknown ${outcomes.unknown}   in ${durationMs.toFixed(0)} ms`,
    `  orders stored ${ordersStored}, stock left ${stockLeft}: ${verdict}`,
    pages
      ? `  ${pages.open} open pages, none reloaded: all showed the reset ${within(pages.resetSeenMs)}, and the 0 ${within(pages.soldOutSeenMs)} after the crowd came`
      : '  no page is open: run "npm start" in another terminal, and every browser at /shop shows it at once',
  ];
  return lines.join('\n');
}

const within = (milliseconds: number | null): string => (milliseconds === null ? 'not within 5 s' : `${milliseconds.toFixed(0)} ms`);
