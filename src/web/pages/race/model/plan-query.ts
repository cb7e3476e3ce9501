import { parseFault } from '@/domain/fault';
import { ARRIVALS, DEFAULT_PLAN, type ArrivalKind, type FloodPlan } from '@/domain/plan';
import { DRAFT_NUMBERS, inOrder, type PlanDraft } from './plan-draft';

/** What an address can name here. */
export interface KnownNames {
  strategies: readonly string[];
  experiments: readonly string[];
}

/** The draft that an address asks for, and the parts of it that mean nothing here, as written there. */
export interface AskedDraft {
  draft: PlanDraft;
  ignored: string[];
}

const NO_FAULT = 'none';
/** As many connections as the shops were started with. */
const OWN_POOL = 'own';

/** The address's query for a draft: only what differs from the plan it starts from, so that links stay short. */
export function queryOfDraft(draft: PlanDraft, base: FloodPlan = DEFAULT_PLAN): URLSearchParams {
  const query = new URLSearchParams();
  if (draft.experiment !== null) query.set('experiment', draft.experiment);
  if (draft.strategies.join() !== base.strategies.join()) query.set('strategies', draft.strategies.join(','));
  if (draft.arrivals !== base.arrivals) query.set('arrivals', draft.arrivals);
  if (draft.fault !== base.fault) query.set('fault', draft.fault ?? NO_FAULT);
  if (draft.poolSize !== base.poolSize) query.set('poolSize', String(draft.poolSize ?? OWN_POOL));
  for (const field of DRAFT_NUMBERS) {
    const value = draft[field];
    if (value !== null && value !== base[field]) query.set(field, String(value));
  }
  return query;
}

/** Reads an address. A part without a meaning (an unknown strategy, not a number) keeps the value of `base`, and is reported. */
export function readQuery(query: URLSearchParams, base: FloodPlan, known: KnownNames): AskedDraft {
  const draft: PlanDraft = { ...base };
  const ignored: string[] = [];
  const ignore = (name: string, value: string): void => void ignored.push(`${name}=${value.length > 40 ? `${value.slice(0, 40)}…` : value}`);

  const experiment = query.get('experiment');
  if (experiment !== null && !known.experiments.includes(experiment)) ignore('experiment', experiment);

  const asked = query.get('strategies')?.split(',') ?? [];
  const unknown = asked.filter((id) => !known.strategies.includes(id));
  if (unknown.length > 0) ignore('strategies', unknown.join(','));
  draft.strategies = inOrder(unknown.length < asked.length ? asked : base.strategies, known.strategies);

  const arrivals = query.get('arrivals');
  if (isArrival(arrivals)) draft.arrivals = arrivals;
  else if (arrivals !== null) ignore('arrivals', arrivals);

  const fault = query.get('fault');
  if (fault === NO_FAULT) draft.fault = null;
  else if (fault !== null && typeof parseFault(fault) !== 'string') draft.fault = fault;
  else if (fault !== null) ignore('fault', fault);

  const poolSize = query.get('poolSize');
  if (poolSize === OWN_POOL) draft.poolSize = null;
  else if (poolSize !== null && /^\d{1,3}$/.test(poolSize)) draft.poolSize = Number(poolSize);
  else if (poolSize !== null) ignore('poolSize', poolSize);

  for (const field of DRAFT_NUMBERS) {
    const text = query.get(field);
    if (text === null) continue;
    if (/^-?\d{1,12}(\.\d+)?$/.test(text)) draft[field] = Number(text);
    else ignore(field, text);
  }
  return { draft, ignored };
}

const isArrival = (text: string | null): text is ArrivalKind => ARRIVALS.some((kind) => kind === text);
