import type postgres from 'postgres';
import type { ConnectionSlot } from './connection-slot';
import { SessionLost } from './errors';

type Value = string | number | boolean | Date | null;

/** A tagged template for one statement. The statement is sent when it is awaited, not when it is written. */
export type SqlTag = <Row extends object = Record<string, unknown>>(
  strings: TemplateStringsArray,
  ...values: Value[]
) => postgres.PendingQuery<Row[]>;

/** Statements written together, and whether they can share one round trip on this connection. */
export interface Batch<T> {
  statements: T;
  templates: readonly TemplateStringsArray[];
  prepared: boolean;
}

/**
 * A connection held by one buyer. Every statement runs on the connection that the session began on, or not at all:
 * a transaction whose connection is lost must not go on, statement by statement, over the next one.
 */
export class Session {
  readonly sql: SqlTag;
  readonly #slot: ConnectionSlot;
  readonly #generation: number;
  #inTransaction = false;
  #inDoubt = false;
  /** Whether the open transaction has done more than read. */
  #wrote = false;
  #templates: TemplateStringsArray[] | null = null;

  constructor(slot: ConnectionSlot) {
    this.#slot = slot;
    this.#generation = slot.generation;
    this.sql = ((strings: TemplateStringsArray, ...values: Value[]) => {
      // In a batch a statement is only written; it is sent, and may be refused, later.
      if (this.#templates) this.#templates.push(strings);
      else this.beforeSending(strings);
      const begins = slot.preamble !== null && strings[0]?.startsWith('begin') === true;
      // Two statements in one round trip. The driver gives a result for each; nobody looks at those of a BEGIN.
      return begins ? slot.client.unsafe(`${strings[0]}; ${slot.preamble}`) : slot.client(strings, ...values);
    });
  }

  get isLost(): boolean {
    return this.#slot.generation !== this.#generation;
  }

  /** Whether the purchase may have taken effect if the connection is lost now. */
  get inDoubt(): boolean {
    return this.#inDoubt;
  }

  /** Runs statements that commit by themselves; in a transaction all the same where a time limit can only be one of a transaction. */
  async alone<T>(work: () => PromiseLike<T>): Promise<T> {
    if (this.#slot.preamble === null) return work();
    await this.sql`begin`;
    const result = await work();
    await this.sql`commit`;
    return result;
  }

  /**
   * Writes statements without sending them. They may be sent together once each has been prepared on this connection:
   * before that, postgres.js sends the first alone, and if the connection is lost just then, sends the rest over a new one.
   */
  batch<T>(write: () => T): Batch<T> {
    const templates: TemplateStringsArray[] = [];
    this.#templates = templates;
    try {
      const statements = write();
      return { statements, templates, prepared: templates.every((template) => this.#slot.prepared.has(template)) };
    } finally {
      this.#templates = null;
    }
  }

  /** To be called in the same turn in which a statement of a batch is sent. Throws `SessionLost` if it must not be any more. */
  beforeSending(template: TemplateStringsArray | undefined): void {
    if (this.isLost) throw new SessionLost(this.#inDoubt);
    this.#note(template?.[0] ?? '');
  }

  markPrepared(templates: readonly TemplateStringsArray[]): void {
    if (this.isLost || !this.#slot.prepares) return;
    for (const template of templates) this.#slot.prepared.add(template);
  }

  /** Ends whatever transaction is open. After a failure it always asks, because nobody knows how far a batch came. */
  async rollBack(afterFailure: boolean): Promise<void> {
    if (afterFailure) await untilNoticed();
    if (this.isLost || !(afterFailure || this.#inTransaction)) return;
    this.#inTransaction = false;
    // A connection that is lost while it rolls back has rolled back.
    await this.#slot.client`rollback`.catch(() => undefined);
  }

  #note(opening: string): void {
    if (opening.startsWith('begin')) {
      this.#inTransaction = true;
      this.#inDoubt = false;
      this.#wrote = false;
    } else if (opening.startsWith('commit')) {
      this.#inTransaction = false;
      this.#inDoubt = this.#wrote;
    } else if (opening.startsWith('rollback')) {
      this.#inTransaction = false;
      this.#inDoubt = false;
    } else {
      const writes = !opening.trimStart().startsWith('select');
      if (this.#inTransaction) this.#wrote ||= writes;
      else this.#inDoubt = writes;
    }
  }
}

/**
 * A broken connection fails its statement first and is given up a moment later, when Node has closed the socket. A rollback
 * in between would make the driver connect once more for it, and nobody would ever close that connection. Node closes
 * sockets at the end of a turn of its event loop, after that turn's immediates: so two of them.
 */
async function untilNoticed(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}
