import type { Exploration } from '@/domain/exploration';
import type { SearchState } from './search-request';

/** What the page shows. */
export type SearchView =
  | { phase: 'idle' }
  /** `silent`: the server did not answer the last time. */
  | { phase: 'running'; state: SearchState; cancelling: boolean; silent: boolean }
  | { phase: 'finished'; state: SearchState; exploration: Exploration }
  | { phase: 'cancelled'; state: SearchState }
  | { phase: 'failed'; state: SearchState; sentence: string };

/** A search that has ended by itself, by an error, or because it was cancelled. */
export function endedView(state: SearchState, cancelling: boolean): SearchView {
  if (state.exploration) return { phase: 'finished', state, exploration: state.exploration };
  if (cancelling) return { phase: 'cancelled', state };
  return { phase: 'failed', state, sentence: state.failure ?? 'The search ended without a result. Press Search again.' };
}
