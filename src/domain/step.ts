import type { TimeKind } from './time-spent';

/**
 * What a step does. Colours, time accounting, faults' aims, doubt about an outcome, schedules of witnesses and the lab look at
 * the kind and never at a step's name, which is for people and may be anything.
 */
export type StepKind =
  /** Waits for a connection of the pool. */
  | 'connect'
  | 'begin'
  /** A setting of the session or the transaction, a savepoint, a mark in Redis: nothing that is bought. */
  | 'set'
  /** Learns something and changes nothing. */
  | 'read'
  /** Takes a lock inside Postgres, or leaves a mark that others respect; may learn the stock with it. */
  | 'lock'
  /** Changes the stock. */
  | 'write'
  /** Stores an order, or whatever else is not stock. */
  | 'insert'
  /** Changes the stock and stores the order in one statement. */
  | 'sell'
  | 'commit'
  | 'rollback'
  /** Tries to take a lock of the application's own: a lease, a key, a mutex. */
  | 'acquire'
  /** Gives back what `acquire` took. */
  | 'release'
  /** Takes units outside the row, in Redis. */
  | 'reserve'
  /** Puts reserved units back. */
  | 'return'
  /** Waits until another worker has carried out what this purchase asked for. */
  | 'settle'
  /** Time that the shop needs between reading and writing: a price, a payment. */
  | 'think'
  /** The pause before another try at a lock of the application's own. */
  | 'wait'
  /** The pause before another attempt at the whole purchase. */
  | 'back-off';

/** How a step is drawn. read: learned something. write: changed something. wait: thought, or waited. other: the rest. */
export type StepTone = 'read' | 'write' | 'wait' | 'other';

export interface StepTraits {
  tone: StepTone;
  /** Where its time is accounted. */
  time: TimeKind;
  /** Whether the scheduler counts it as a move; the other actors cannot see whether steps that are none have happened. */
  scheduled: boolean;
  /** Whether it has taken effect when it began, as a read has, or only when it has ended. */
  atStart: boolean;
  changesStock: boolean;
  /** Whether a purchase that is lost in the middle of it may have taken effect. */
  leavesDoubt: boolean;
  /** Its word on a bar of a timeline. */
  word: string;
}

const STATEMENT = { tone: 'other', time: 'statement', scheduled: true, atStart: false, changesStock: false, leavesDoubt: false } as const;
const PAUSE = { ...STATEMENT, tone: 'wait', scheduled: false } as const;

export const STEP_TRAITS: Readonly<Record<StepKind, StepTraits>> = {
  connect: { ...PAUSE, time: 'pool-wait', word: 'waits for a connection' },
  begin: { ...STATEMENT, atStart: true, word: 'begin' },
  set: { ...STATEMENT, word: 'set' },
  read: { ...STATEMENT, tone: 'read', atStart: true, word: 'read' },
  // A mark that others respect is a write as well: one that is lost on the way may be there.
  lock: { ...STATEMENT, tone: 'read', leavesDoubt: true, word: 'lock' },
  write: { ...STATEMENT, tone: 'write', changesStock: true, leavesDoubt: true, word: 'write' },
  insert: { ...STATEMENT, tone: 'write', leavesDoubt: true, word: 'order' },
  sell: { ...STATEMENT, tone: 'write', changesStock: true, leavesDoubt: true, word: 'sell' },
  commit: { ...STATEMENT, time: 'commit', leavesDoubt: true, word: 'commit' },
  rollback: { ...STATEMENT, word: 'rollback' },
  acquire: { ...STATEMENT, tone: 'wait', word: 'lock' },
  release: { ...STATEMENT, word: 'release' },
  reserve: { ...STATEMENT, tone: 'write', changesStock: true, leavesDoubt: true, word: 'reserve' },
  return: { ...STATEMENT, tone: 'write', changesStock: true, leavesDoubt: true, word: 'return' },
  settle: { ...STATEMENT, tone: 'wait', word: 'settle' },
  think: { ...PAUSE, time: 'think', word: 'think' },
  wait: { ...PAUSE, time: 'lock-wait', word: 'wait' },
  'back-off': { ...PAUSE, time: 'back-off', word: 'back off' },
};

export const STEP_KINDS = Object.keys(STEP_TRAITS) as readonly StepKind[];

/** A step as a strategy names it. */
export interface Step {
  readonly kind: StepKind;
  readonly name: string;
}

/** How a step of an unknown kind is treated, as in a trace that a later version stored. */
const UNKNOWN_TRAITS: StepTraits = { ...STATEMENT, word: 'step' };

const traits: Readonly<Partial<Record<string, StepTraits>>> = STEP_TRAITS;

export const traitsOf = ({ kind }: Pick<Step, 'kind'>): StepTraits => traits[kind] ?? UNKNOWN_TRAITS;
