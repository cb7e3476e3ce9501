/** What a fault takes hold of. It must be Stampede's own: nothing that was merely given is ever harmed. */
export type FaultTarget = 'shops' | 'redis' | 'postgres' | 'buyers';

/** A fault that can be injected into a lane. */
export interface FaultInfo {
  name: string;
  title: string;
  /** What is done, in a sentence. */
  what: string;
  target: FaultTarget;
  /** The kind of the step after which it strikes, in the purchase of one buyer; null when it is not aimed at a purchase. */
  aim: string | null;
  /** Whether another kind of step can be named, or one step by its name, as in `kill-replica@commit`. */
  aimable: boolean;
}

/** After the purchase has ended and before its answer leaves. */
export const BEFORE_THE_REPLY = 'reply';

/** Every fault there is, in the order in which they are shown. */
export const FAULTS: readonly FaultInfo[] = [
  {
    name: 'pause-holder',
    title: 'Pause a holder',
    what: 'Stops a replica (SIGSTOP) while one of its buyers thinks, until its lease has run out and somebody else has bought, then lets it go on.',
    target: 'shops',
    aim: 'think',
    aimable: true,
  },
  {
    name: 'kill-replica',
    title: 'Kill a replica',
    what: 'Kills a replica (SIGKILL) in the middle of a purchase; it is started again.',
    target: 'shops',
    aim: 'think',
    aimable: true,
  },
  {
    name: 'kill-after-reserve',
    title: 'Kill after reserving',
    what: 'Kills a replica right after it has taken units in Redis and before they are in Postgres; it is started again.',
    target: 'shops',
    aim: 'reserve',
    aimable: false,
  },
  {
    name: 'kill-before-reply',
    title: 'Kill before the reply',
    what: 'Kills a replica after the purchase is committed and before its buyer hears of it; it is started again.',
    target: 'shops',
    aim: BEFORE_THE_REPLY,
    aimable: false,
  },
  {
    name: 'kill-one-redis',
    title: 'Kill one Redis',
    what: 'Kills the first Redis (SIGKILL) while a buyer thinks; it comes back with its data.',
    target: 'redis',
    aim: 'think',
    aimable: true,
  },
  {
    name: 'kill-redis-majority',
    title: 'Kill most Redis',
    what: 'Kills the first three of five Redis (SIGKILL) while a buyer thinks; they come back with their data.',
    target: 'redis',
    aim: 'think',
    aimable: true,
  },
  {
    name: 'restart-redis',
    title: 'Restart Redis',
    what: 'Kills all Redis (SIGKILL) while a buyer thinks; they come back with what their append-only files hold.',
    target: 'redis',
    aim: 'think',
    aimable: true,
  },
  {
    name: 'restart-redis-empty',
    title: 'Restart Redis, empty',
    what: 'Kills all Redis (SIGKILL) while a buyer thinks; they come back without their data, and somebody else buys before that buyer goes on.',
    target: 'redis',
    aim: 'think',
    aimable: true,
  },
  {
    name: 'terminate-backends',
    title: 'Terminate backends',
    what: 'Ends every connection of the shops at the server (pg_terminate_backend) while a buyer thinks.',
    target: 'postgres',
    aim: 'think',
    aimable: true,
  },
  {
    name: 'restart-postgres',
    title: 'Restart Postgres',
    what: 'Stops Postgres at once and without a checkpoint (SIGQUIT) while a buyer thinks; it comes back through its recovery.',
    target: 'postgres',
    aim: 'think',
    aimable: true,
  },
  {
    name: 'exhaust-pool',
    title: 'Exhaust the pool',
    what: 'Takes every database connection of every replica, until purchases queue for one.',
    target: 'shops',
    aim: null,
    aimable: false,
  },
  {
    name: 'lose-replies',
    title: 'Lose replies',
    what: 'Loses the reply of every fourth buyer, who asks again, without an idempotency key.',
    target: 'buyers',
    aim: BEFORE_THE_REPLY,
    aimable: false,
  },
  {
    name: 'lose-replies-with-key',
    title: 'Lose replies, keyed',
    what: 'Loses the reply of every fourth buyer, who asks again with the same idempotency key.',
    target: 'buyers',
    aim: BEFORE_THE_REPLY,
    aimable: false,
  },
  {
    name: 'slow-commits',
    title: 'Slow commits',
    what: 'Makes every commit wait 50 ms before it is written to disk (commit_delay).',
    target: 'postgres',
    aim: null,
    aimable: false,
  },
];

/** A fault and the step that it is aimed at. */
export interface AimedFault {
  info: FaultInfo;
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
