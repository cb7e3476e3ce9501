import { DEFAULT_LAB, LAB_LIMITS, type LabSetup } from '@/domain/lab';
import { LIMITS } from '@/domain/limits';

/** What to search. Null: the server's default for this strategy and number of buyers. */
export interface ExplorerDraft {
  strategy: string;
  buyers: number | null;
  stock: number | null;
  quantity: number | null;
  replicas: number | null;
  expiries: number | null;
  schedules: number | null;
  seconds: number | null;
  seed: number | null;
}

export type ExplorerNumber = Exclude<keyof ExplorerDraft, 'strategy'>;

/** A draft that may be sent, and what is sent. */
export interface SearchInput extends LabSetup {
  expiries?: number;
  schedules?: number;
  seconds?: number;
  seed?: number;
}

/** What an address asks for: the draft, whether to search at once, and one sentence for each part that is not available here. */
export interface AskedSearch {
  draft: ExplorerDraft;
  search: boolean;
  faults: string[];
}

/** As `POST /api/explorations` takes them. */
export const EXPLORER_LIMITS: Readonly<Record<ExplorerNumber, { min: number; max: number }>> = {
  ...LAB_LIMITS,
  expiries: { min: 0, max: 3 },
  schedules: { min: 1, max: 20_000 },
  seconds: { min: 1, max: 300 },
  seed: LIMITS.seed,
};

/** In the words of the bar. */
export const FIELD_WORDS: Readonly<Record<ExplorerNumber, string>> = {
  buyers: 'Buyers',
  stock: 'Stock',
  quantity: 'Units a purchase',
  replicas: 'Processes',
  expiries: 'Locks may expire',
  schedules: 'Schedules at most',
  seconds: 'Seconds at most',
  seed: 'Seed',
};

export const DEFAULT_DRAFT: ExplorerDraft = { ...DEFAULT_LAB, expiries: null, schedules: null, seconds: null, seed: null };

const NUMBERS = Object.keys(FIELD_WORDS) as ExplorerNumber[];
const SETUP = ['buyers', 'stock', 'quantity', 'replicas'] as const;
/** Always in a link, so that the link says what it shows. */
const ALWAYS: ReadonlySet<string> = new Set(['buyers', 'stock']);

/** Reads an address. A part that is not available keeps its default, is reported, and keeps the search from starting by itself. */
export function readExplorerAddress(query: URLSearchParams, known: readonly string[]): AskedSearch {
  const faults: string[] = [];
  const draft = { ...DEFAULT_DRAFT };
  const strategy = query.get('strategy');
  if (strategy !== null && known.includes(strategy)) draft.strategy = strategy;
  else if (strategy !== null) faults.push(`The address asks for strategy '${short(strategy)}', which does not exist; this is ${draft.strategy}.`);
  for (const field of NUMBERS) {
    const text = query.get(field);
    if (text === null) continue;
    const { min, max } = EXPLORER_LIMITS[field];
    if (/^\d{1,10}$/.test(text) && Number(text) >= min && Number(text) <= max) draft[field] = Number(text);
    else faults.push(`The address has ${field}=${short(text)}, which is not a whole number from ${min} to ${max}; it is left at ${draft[field] ?? 'what is usual'}.`);
  }
  return { draft, search: query.get('search') === '1' && faults.length === 0, faults };
}

/** The query of a link to the same search; `search` starts it there at once. */
export function queryOfSearch(draft: ExplorerDraft, search: boolean): URLSearchParams {
  const query = new URLSearchParams({ strategy: draft.strategy });
  for (const field of NUMBERS) {
    const value = draft[field];
    if (value !== null && (ALWAYS.has(field) || value !== DEFAULT_DRAFT[field])) query.set(field, String(value));
  }
  if (search) query.set('search', '1');
  return query;
}

/** What is wrong with each field, in a sentence. */
export function draftFaults(draft: ExplorerDraft): Partial<Record<ExplorerNumber, string>> {
  const faults: Partial<Record<ExplorerNumber, string>> = {};
  for (const field of NUMBERS) {
    const { min, max } = EXPLORER_LIMITS[field];
    const value = draft[field];
    const missing = value === null && SETUP.some((name) => name === field);
    if (missing || (value !== null && (!Number.isInteger(value) || value < min || value > max))) {
      faults[field] = `${FIELD_WORDS[field]} is a whole number from ${min.toLocaleString('en-US')} to ${max.toLocaleString('en-US')}.`;
    }
  }
  return faults;
}

/** The body of the search; fields left to the server are not in it. Null while a field is wrong. */
export function searchInput(draft: ExplorerDraft): SearchInput | null {
  const { strategy, buyers, stock, quantity, replicas, ...bounds } = draft;
  if (Object.keys(draftFaults(draft)).length > 0 || buyers === null || stock === null || quantity === null || replicas === null) return null;
  const given = Object.entries(bounds).filter(([, value]) => value !== null);
  return { strategy, buyers, stock, quantity, replicas, ...(Object.fromEntries(given) as Partial<SearchInput>) };
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
