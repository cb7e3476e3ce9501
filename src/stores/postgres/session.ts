import type postgres from 'postgres';
import { traitsOf, type StepKind } from '@/domain/step';
import type { ConnectionSlot } from './connection-slot';
import { SessionLost } from './errors';

export type Value = string | number | boolean | Date | null;

/** A tagged template for one statement. The statement is sent when it is awaited, not when it is written. */
export type SqlTag = <Row extends object = Record<string, unknown>>(
  strings: TemplateStringsArray,
  ...values: Value[]
) => postgres.PendingQuery<Row[]>;

/** A statement that is written and not sent yet. */
export interface Prepared {
  kind: StepKind;
  strings: TemplateStringsArray;
  values: readonly Value[];
}

/**
 * A connection held by one buyer. Every statement runs on the connection that the session began on, or not at all:
 * a transaction whose connection is lost must not go on, statement by statement, over the next one.
 */
export class Session {
  /** Any other statement: it may take effect. */
  readonly sql: SqlTag = (strings, ...values) => this.send({ kind: 'sell', strings, values });
  /** A statement that changes nothing. */
  readonly read: SqlTag = (strings, ...values) => this.send({ kind: 'read', strings, values });
  readonly #slot: ConnectionSlot;
  readonly #generation: number;
  /** From sending BEGIN to sending its end; the server may not have answered yet. */
  #begun = false;
  #inDoubt = false;
  /** Whether the open transaction has done more than read. */
  #wrote = false;

  constructor(slot: ConnectionSlot) {
    this.#slot = slot;
    this.#generation = slot.generation;
  }

  get isLost(): boolean {
    return this.#slot.generation !== this.#generation;
  }

  /** Whether the purchase may have taken effect if the connection is lost now. */
  get inDoubt(): boolean {
    return this.#inDoubt;
  }

  /** Whether the server says that a transaction is open, once everything that was sent has been answered. */
  get isOpen(): boolean {
    return !this.isLost && this.#slot.status !== 'idle';
  }

  /** Whether the server says that the open transaction has failed, and accepts only its end. */
  get hasFailed(): boolean {
    return !this.isLost && this.#slot.status === 'failed';
  }

  /** Whether these may be sent in one round trip: each has been prepared on this connection. Before that, postgres.js sends the first alone, and if the connection is lost just then, sends the rest over a new one. */
  mayPipeline(statements: readonly Prepared[]): boolean {
    return statements.every(({ strings }) => this.#slot.prepared.has(strings));
  }

  /** Writes a statement, to be awaited at once; it is sent then. Throws `SessionLost` if it must not be sent any more. */
  send<Row extends object>({ kind, strings, values }: Prepared): postgres.PendingQuery<Row[]> {
    if (this.isLost) throw new SessionLost(this.#inDoubt);
    this.#note(kind);
    const { client, preamble } = this.#slot;
    // Two statements in one round trip. The driver returns a result for each; that of BEGIN is not used.
    if (kind === 'begin' && preamble !== null) return client.unsafe(`${strings.join('')}; ${preamble}`);
    return client<Row[]>(strings, ...values);
  }

  markPrepared(statements: readonly Prepared[]): void {
    if (this.isLost || !this.#slot.prepares) return;
    for (const { strings } of statements) this.#slot.prepared.add(strings);
  }

  /** Runs statements that commit by themselves. They run in a transaction only if the time limit has to be set for each transaction. */
  async autocommit<T>(work: () => PromiseLike<T>): Promise<T> {
    if (this.#slot.preamble === null || this.#begun || this.isOpen) return work();
    await this.send({ kind: 'begin', strings: BEGIN, values: [] });
    const result = await work();
    await this.send({ kind: 'commit', strings: COMMIT, values: [] });
    return result;
  }

  /** Ends whatever transaction is open. After a failure it always sends a rollback, because it is not known how far a batch got. */
  async rollBack(afterFailure: boolean): Promise<void> {
    if (afterFailure) await untilNoticed();
    if (this.isLost || !(afterFailure || this.#begun || this.isOpen)) return;
    this.#begun = false;
    // If the connection is lost during the rollback, the server has rolled back.
    await this.#slot.client`rollback`.catch(() => undefined);
  }

  #note(kind: StepKind): void {
    switch (kind) {
      case 'begin':
        this.#begun = true;
        this.#inDoubt = false;
        this.#wrote = false;
        return;
      case 'commit':
        this.#begun = false;
        this.#inDoubt = this.#wrote;
        return;
      case 'rollback':
        this.#begun = false;
        this.#inDoubt = false;
        return;
      default: {
        const { leavesDoubt } = traitsOf({ kind });
        if (this.#begun) this.#wrote ||= leavesDoubt;
        // A transaction that was begun in a step of another kind: any of its statements may be the one that commits.
        else if (this.isOpen) this.#inDoubt = this.#wrote ||= leavesDoubt;
        else this.#inDoubt = leavesDoubt;
      }
    }
  }
}

const template = (strings: TemplateStringsArray): TemplateStringsArray => strings;
const BEGIN = template`begin`;
const COMMIT = template`commit`;

/**
 * A broken connection fails its statement first and is given up a moment later, when Node has closed the socket. A rollback
 * in between would make the driver connect once more for it, and that connection would never be closed. Node closes
 * sockets at the end of an event-loop tick, after that tick's immediates: hence two of them.
 */
async function untilNoticed(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}
