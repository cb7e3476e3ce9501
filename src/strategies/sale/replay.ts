import type { StoredEvent } from './event-store';
import type { SaleEvent } from './events';
import { evolve } from './evolve';
import { initialState, type SaleState } from './state';

/** A sale as of one version of its stream; version 0 is one without any event. */
export interface Sale {
  version: number;
  state: SaleState;
}

/** Folds what was loaded, in the order of the versions. An event that comes with the state after it makes all earlier ones unnecessary. */
export function replay(rows: readonly StoredEvent[]): Sale {
  let state = initialState;
  for (const row of rows) {
    // Only `sale-store.ts` and the event stock model write it, so the shape is theirs.
    state = row.state === null ? evolve(state, { kind: row.kind, data: row.data } as SaleEvent) : (row.state as SaleState);
  }
  return { version: rows.at(-1)?.version ?? 0, state };
}
