/** `safe` never oversells; `unsafe` does; `loses-sales` never oversells but turns buyers away while stock remains. */
export type StrategyClass = 'safe' | 'unsafe' | 'loses-sales';

export const STRATEGY_CLASSES: readonly StrategyClass[] = ['safe', 'unsafe', 'loses-sales'];

/** A store that a strategy cannot run without. */
export type StoreName = 'postgres' | 'redis';


/** What a strategy says of itself, in a sentence or two each. */
export interface StrategyHeader {
  idea: string;
  guarantee: string;
  cost: string;
  failureMode: string;
  isolationLevel: string;
}

/** One entry of the catalogue, as `GET /api/strategies` and the page show it. */
export interface StrategyInfo extends StrategyHeader {
  id: string;
  class: StrategyClass;
  title: string;
  tagline: string;
  endpoint: string;
  needs: readonly StoreName[];
  /** Why the strategy cannot run here, in a sentence; null when it can. */
  unavailable: string | null;
  /** The file that runs, word for word. */
  source: string;
  fileName: string;
  /** Why its file as it is now cannot be run, with the place; `source` is then what was built before. Only of a file that is served by `open`. */
  fault?: string | undefined;
  /** The same with one thing done otherwise, each a file of its own, such as `for-update:nowait`; they have none themselves. */
  variants: readonly StrategyInfo[];
}

/** The purchase endpoint of a strategy: `naive` is the bad shop itself, the others are named under their half. */
export function purchasePath(id: string, strategyClass: StrategyClass): string {
  if (id === 'naive') return '/api/buy-bad';
  return strategyClass === 'safe' ? `/api/buy-good/${id}` : `/api/buy-bad/${id}`;
}
