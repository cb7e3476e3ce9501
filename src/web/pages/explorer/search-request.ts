import type { Exploration, SearchBounds } from '@/domain/exploration';
import type { LabSetup } from '@/domain/lab';
import type { SearchInput } from './explorer-address';

/** How far a search is. */
export interface SearchProgress {
  schedules: number;
  violated: number;
  /** Beginnings of schedules that wait to be run. */
  pending: number;
  /** The fewest switches among those. */
  switches: number;
}

/** A search, as `/api/explorations/{id}` returns it. */
export interface SearchState {
  id: string;
  status: 'running' | 'finished' | 'failed';
  setup: LabSetup;
  bounds: SearchBounds;
  progress: SearchProgress;
  exploration: Exploration | null;
  failure: string | null;
}

/** The server no longer knows the search: there is nothing left to wait for. */
export class SearchForgotten extends Error {}

/** Begins a search. Throws an Error with a sentence for the visitor when it is refused or the server cannot be reached. */
export async function askForSearch(input: SearchInput): Promise<SearchState> {
  const response = await fetch('/api/explorations', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) }).catch((cause: unknown) => {
    throw new Error('The server cannot be reached, so no search was started. Check that it runs, then press again.', { cause });
  });
  if (!response.ok) throw new Error(await refusalOf(response));
  return (await response.json()) as SearchState;
}

/** How far the search is. Throws `SearchForgotten` when there is no such search any more, another Error when the server does not answer. */
export async function lookAtSearch(id: string, signal: AbortSignal): Promise<SearchState> {
  const response = await fetch(`/api/explorations/${encodeURIComponent(id)}`, { signal });
  if (response.status === 404) throw new SearchForgotten('The server has restarted and no longer knows this search. Nothing was changed; press Search again.');
  if (!response.ok) throw new Error(await refusalOf(response));
  return (await response.json()) as SearchState;
}

/** Cancels a search, also while the page is being left; one that has just ended counts as cancelled. */
export async function cancelSearch(id: string): Promise<void> {
  await fetch(`/api/explorations/${encodeURIComponent(id)}`, { method: 'DELETE', keepalive: true });
}

async function refusalOf(response: Response): Promise<string> {
  try {
    const body = (await response.json()) as { error?: { message?: string } };
    return body.error?.message ?? `The server refused (${response.status}); no search was started.`;
  } catch {
    return `The server refused (${response.status}); no search was started.`;
  }
}
