import type { Finding } from './anomaly';
import type { Observation, Outcome } from './purchase';
import type { Step } from './step';
import type { BuyerName, Move } from './schedule';
import type { Verdict } from './verdict';

/** Limits of a lab: a reader cannot follow more than four buyers. */
export const LAB_LIMITS = {
  buyers: { min: 2, max: 4 },
  stock: { min: 0, max: 1_000 },
  quantity: { min: 1, max: 10 },
  replicas: { min: 1, max: 4 },
} as const;

/** What is played in a lab. `replicas`: how many processes the buyers are spread over, round robin; it only matters for locks in memory. */
export interface LabSetup {
  strategy: string;
  buyers: number;
  stock: number;
  quantity: number;
  replicas: number;
}

export const DEFAULT_LAB: LabSetup = { strategy: 'naive', buyers: 2, stock: 1, quantity: 1, replicas: 2 };

/**
 * What a buyer waits for. `lock`: a lock inside Postgres; who holds it is what `pg_blocking_pids` says.
 * `application`: it found a lock of the application's own taken, and asks again whenever another buyer has moved.
 */
export type LabWait = { kind: 'lock'; blockers: readonly string[] } | { kind: 'application' };

/** A step that a buyer has taken, or that is under way. */
export interface LabStep extends Step {
  /** SQL as it was sent, with its values in place; empty for steps outside Postgres. */
  sql: readonly string[];
  status: 'done' | 'failed' | 'waiting';
  /** The first row that came back, or the error with its SQLSTATE; null when there was nothing to see. */
  observed: Observation;
  /** What it waits for, or waited for before it was done. */
  wait: LabWait | null;
  /** The move that it was taken with, from 0. */
  move: number;
}

/** A step that is still to come, as a single buyer would take it: in a race it may turn out differently. */
export interface PlannedStep extends Step {
  sql: readonly string[];
}

export interface LabBuyer {
  name: BuyerName;
  replica: number;
  /** The process of its session in Postgres. */
  sessionPid: number;
  status: 'ready' | 'waiting' | 'ended';
  steps: readonly LabStep[];
  /** The step that its next move takes; null when it waits or has ended. */
  next: string | null;
  /** From the next step to the end. */
  planned: readonly PlannedStep[];
  outcome: Outcome | null;
}

/** The sale as every other session sees it. Null where the strategy does not count there. */
export interface CommittedState {
  stock: number;
  version: number | null;
  fencingToken: number | null;
  orders: readonly { id: number; buyerId: string; quantity: number; remaining: number }[];
  /** Events of the sale's stream, for strategies that store them. */
  events: readonly string[] | null;
  /** Units as Redis counts them, for strategies that count there. */
  counted: number | null;
}

/** A lock that a buyer holds or waits for, in words. */
export interface LabLock {
  buyer: BuyerName;
  held: boolean;
  /** What is locked, and how: 'row 1 of inventory, FOR UPDATE'. */
  what: string;
}

/** A key in Redis that belongs to the sale. */
export interface LabKey {
  key: string;
  value: string;
  /** On how many of the servers it is, and how many there are. */
  servers: number;
  outOf: number;
  /** When it would end by itself, in milliseconds after it was set; null if never. In a lab that time passes only with the move `T`. */
  expiresMs: number | null;
}

/** One line of what has happened. */
export type LabEvent =
  | { kind: 'step'; buyer: BuyerName; step: string; observed: Observation; failed: boolean }
  | { kind: 'waits'; buyer: BuyerName; step: string; wait: LabWait }
  | { kind: 'goes-on'; buyer: BuyerName; step: string; observed: Observation; failed: boolean }
  | { kind: 'ended'; buyer: BuyerName; outcome: Outcome }
  | { kind: 'time-passed' };

/** One move and everything that happened because of it. */
export interface LabMove {
  move: Move;
  /** The step that was taken; null when time passed. */
  step: string | null;
  events: readonly LabEvent[];
}

/** How it ended, once every buyer has. */
export interface LabVerdict {
  verdict: Verdict;
  unitsSold: number;
  sentence: string;
  findings: readonly Finding[];
}

/** A lab at one moment, as the API returns it and the page shows it. */
export interface LabState {
  id: string;
  setup: LabSetup;
  /** The token of the moves made so far. */
  schedule: string;
  moves: readonly LabMove[];
  buyers: readonly LabBuyer[];
  committed: CommittedState;
  locks: readonly LabLock[];
  keys: readonly LabKey[];
  /** The moves that can be made now. */
  possible: readonly Move[];
  /** Buyers that wait for each other: Postgres ends one of them soon, and the state has to be asked for again. */
  deadlock: readonly BuyerName[];
  verdict: LabVerdict | null;
  /** Why the requested schedule could not be followed to its end; null when it could. */
  problem: string | null;
  /** Deprecated: the same under its old name, for readers of the JSON; read `problem`. */
  complaint: string | null;
  /** When the lab is closed unless another move is made; ISO 8601. */
  expiresAt: string;
}
