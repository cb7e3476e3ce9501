import type { Step, StepKind } from './step';

/** What a fault breaks. It must be Stampede's own: a service that the user provides is never harmed. */
export type FaultTarget = 'shops' | 'web' | 'redis' | 'postgres' | 'buyers';

/** After the purchase has ended and before its answer leaves. */
export const BEFORE_THE_REPLY = 'reply';

/** The kind of step after which a fault strikes, in the purchase of one buyer. */
type FaultAim = StepKind | typeof BEFORE_THE_REPLY;

/** Whether a fault with this aim, as in `kill-replica@commit`, strikes after this step: it names a kind, or one step by its name. */
export const isAimedAt = (aim: string, { kind, name }: Step): boolean => aim === kind || aim === name;

/** What a fault needs beyond what it breaks. */
export type FaultNeed = 'second replica' | 'web' | 'small disk';

interface Fault {
  name: string;
  /** `lane`: into one lane of a flood, and so into a cell of the matrix. `chaos`: into a sandbox that goes on selling. */
  where: 'lane' | 'chaos' | 'both';
  target: FaultTarget;
  /** Null when it does not wait for a purchase to reach a step. */
  aim: FaultAim | null;
  /** Whether another kind of step can be named, or one step by its name, as in `kill-replica@commit`. */
  aimable: boolean;
  needs: readonly FaultNeed[];
  title: string;
  /** What is done, in a sentence. */
  what: string;
}

const THINK = { aim: 'think', aimable: true, needs: [] } as const;
const REPLY = { aim: BEFORE_THE_REPLY, aimable: false, needs: [] } as const;
const UNAIMED = { aim: null, aimable: false, needs: [] } as const;

/** Every fault, in the order in which they are shown and run. How each is injected: `src/faults`. */
const REGISTRY = [
  { name: 'pause-holder', where: 'lane', target: 'shops', ...THINK, needs: ['second replica'], title: 'Pause a holder', what: 'Stops a replica (SIGSTOP) while one of its buyers thinks, until its lease has run out and another buyer has bought, then lets it go on.' },
  { name: 'kill-replica', where: 'lane', target: 'shops', ...THINK, title: 'Kill a replica', what: 'Kills a replica (SIGKILL) in the middle of a purchase; it is started again.' },
  { name: 'kill-after-reserve', where: 'lane', target: 'shops', aim: 'reserve', aimable: false, needs: [], title: 'Kill after reserving', what: 'Kills a replica right after it has taken units in Redis and before they are in Postgres; it is started again.' },
  { name: 'kill-before-reply', where: 'lane', target: 'shops', ...REPLY, title: 'Kill before the reply', what: 'Kills a replica after the purchase is committed and before its buyer gets the answer; it is started again.' },
  { name: 'kill-shop', where: 'chaos', target: 'shops', ...UNAIMED, title: 'Kill each shop', what: 'Kills one shop after the other (SIGKILL).' },
  { name: 'kill-web', where: 'chaos', target: 'web', ...UNAIMED, needs: ['web'], title: 'Kill the web', what: 'Kills the web (SIGKILL) under pages that watch the stock.' },
  { name: 'kill-one-redis', where: 'both', target: 'redis', ...THINK, title: 'Kill one Redis', what: 'Kills the first Redis (SIGKILL) while a buyer thinks; it comes back with its data.' },
  { name: 'kill-redis-majority', where: 'lane', target: 'redis', ...THINK, title: 'Kill most Redis', what: 'Kills the first three of five Redis (SIGKILL) while a buyer thinks; they come back with their data.' },
  { name: 'restart-redis', where: 'lane', target: 'redis', ...THINK, title: 'Restart Redis', what: 'Kills all Redis (SIGKILL) while a buyer thinks; they come back with what their append-only files hold.' },
  { name: 'restart-redis-empty', where: 'lane', target: 'redis', ...THINK, title: 'Restart Redis, empty', what: 'Kills all Redis (SIGKILL) while a buyer thinks; they come back without their data, and another buyer buys before that one goes on.' },
  { name: 'kill-all-redis', where: 'chaos', target: 'redis', ...UNAIMED, title: 'Kill all Redis', what: 'Kills all Redis at once (SIGKILL); they come back with their data.' },
  { name: 'terminate-backends', where: 'lane', target: 'postgres', ...THINK, title: 'Terminate backends', what: 'Ends every connection of the shops at the server (pg_terminate_backend) while a buyer thinks.' },
  { name: 'restart-postgres', where: 'lane', target: 'postgres', ...THINK, title: 'Restart Postgres', what: 'Stops Postgres at once and without a checkpoint (SIGQUIT) while a buyer thinks; it comes back through its recovery.' },
  { name: 'kill-postgres', where: 'chaos', target: 'postgres', ...UNAIMED, title: 'Kill the postmaster', what: 'Kills the first process of Postgres (SIGKILL); it comes back through its recovery.' },
  { name: 'full-disk', where: 'chaos', target: 'postgres', ...UNAIMED, needs: ['small disk'], title: "Fill Postgres' disk", what: 'Fills the small disk that holds the data of Postgres, then frees the space again.' },
  { name: 'exhaust-pool', where: 'lane', target: 'shops', ...UNAIMED, title: 'Exhaust the pool', what: 'Takes every database connection of every replica, until purchases queue for one.' },
  { name: 'lose-replies', where: 'lane', target: 'buyers', ...REPLY, title: 'Lose replies', what: 'Loses the reply of every fourth buyer, who asks again, without an idempotency key.' },
  { name: 'lose-replies-with-key', where: 'lane', target: 'buyers', ...REPLY, title: 'Lose replies, keyed', what: 'Loses the reply of every fourth buyer, who asks again with the same idempotency key.' },
  { name: 'many-watchers', where: 'chaos', target: 'web', ...UNAIMED, needs: ['web'], title: 'Many watchers', what: 'Opens many streams of the stock at once, twice.' },
  { name: 'slow-readers', where: 'chaos', target: 'web', ...UNAIMED, needs: ['web'], title: 'Readers that read nothing', what: 'Asks the web over connections from which nothing is ever read.' },
  { name: 'hang-ups', where: 'chaos', target: 'buyers', ...UNAIMED, title: 'Buyers that hang up', what: 'Sends purchases and cuts the connection before the answer.' },
  { name: 'slow-commits', where: 'lane', target: 'postgres', ...UNAIMED, title: 'Slow commits', what: 'Makes every commit wait 50 ms before it is written to disk (commit_delay).' },
] as const satisfies readonly Fault[];

type Registered = (typeof REGISTRY)[number];
type OfLanes = Extract<Registered, { where: 'lane' | 'both' }>;
type OfChaos = Extract<Registered, { where: 'chaos' | 'both' }>;
export type LaneFaultName = OfLanes['name'];
export type ChaosFaultName = OfChaos['name'];

/** A fault that can be injected into a lane, as the API lists it. */
export interface FaultInfo {
  name: string;
  title: string;
  what: string;
  target: OfLanes['target'];
  /** The kind of step that it is aimed at. */
  aim: string | null;
  aimable: boolean;
}

/** The same, with a name that is known to be one. */
export interface LaneFaultInfo extends FaultInfo {
  name: LaneFaultName;
}

const isForLanes = (fault: Registered): fault is OfLanes => fault.where !== 'chaos';
const isForChaos = (fault: Registered): fault is OfChaos => fault.where !== 'lane';

/** The faults of a lane, as the API and the command line list them. */
export const FAULTS: readonly LaneFaultInfo[] = REGISTRY.filter(isForLanes).map(({ name, title, what, target, aim, aimable }) => ({
  name, title, what, target, aim, aimable,
}));

/** What a chaos run breaks. */
export const CHAOS_FAULTS: readonly { name: ChaosFaultName; title: string }[] = REGISTRY.filter(isForChaos).map(({ name, title }) => ({ name, title }));

/** What a fault needs beyond what it breaks. */
export const needsOf = (name: LaneFaultName | ChaosFaultName): readonly FaultNeed[] => REGISTRY.find((fault) => fault.name === name)?.needs ?? [];

/** A fault and the step that it is aimed at. */
export interface AimedFault {
  info: LaneFaultInfo;
  step: string | null;
}

/** Reads `name` or `name@step`; gives the reason, as a string, when there is no such fault. */
export function parseFault(text: string): AimedFault | string {
  const [name = '', ...rest] = text.split('@');
  const info = FAULTS.find((fault) => fault.name === name);
  if (!info) return `no fault is called ${name}; there are ${FAULTS.map((fault) => fault.name).join(', ')}`;
  if (rest.length === 0) return { info, step: info.aim };
  const step = rest.join('@');
  if (!info.aimable) return `${name} cannot be aimed at another step`;
  return step === '' ? `${name}@ names no step` : { info, step };
}

/** What an injected fault did to a lane. */
export interface FaultReport {
  name: string;
  step: string | null;
  /** Milliseconds from the start of the lane; null when it never struck. */
  struckMs: number | null;
  mendedMs: number | null;
  /** What happened, in a sentence. */
  told: string;
}
