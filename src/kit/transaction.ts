import { confirmed, type Outcome } from '@/domain/purchase';
import type { Step } from '@/domain/step';
import { sqlState } from '@/stores/postgres/errors';
import { SQLSTATE } from '@/stores/postgres/sqlstate';
import type { Prepared, Session } from '@/stores/postgres/session';
import { failedBefore, StrategyMistake } from './mistake';
import type { OrderFields } from './order-row';
import type { WrittenStatement } from './statement';
import { StatementSteps, type PurchaseUnderWay } from './statement-steps';

export interface TransactionOptions {
  /** Read committed by default, as in Postgres. */
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
}

/** The work inside. If it returns after `commit` or `confirm`, it is committed; if it returns without them, it is rolled back. */
export type TransactionBody<T> = (tx: Transaction) => Promise<T>;

const template = (strings: TemplateStringsArray): TemplateStringsArray => strings;
const BEGIN = {
  'read committed': template`begin`,
  'repeatable read': template`begin isolation level repeatable read`,
  serializable: template`begin isolation level serializable`,
} as const;
const COMMIT = template`commit`;
const ROLLBACK = template`rollback`;

/** A statement that has not been sent yet, and the promise of its rows. */
interface Queued {
  written: WrittenStatement;
  rows: Promise<object[]>;
  resolve: (rows: object[]) => void;
  reject: (error: unknown) => void;
}

/**
 * BEGIN to COMMIT on one connection. A statement is sent when it is awaited, together with all that were written before it and
 * not awaited, in one round trip: BEGIN with the first read, the last writes with COMMIT. Each is still a separate step.
 */
export class Transaction extends StatementSteps {
  readonly #session: Session;
  readonly #results = new Map<WrittenStatement, Promise<object[]>>();
  #queue: Queued[] = [];
  #sending: Promise<void> = Promise.resolve();
  #begun = false;
  #ended = false;
  #failedAt: Step | null = null;

  constructor(purchase: PurchaseUnderWay, session: Session, { isolation = 'read committed' }: TransactionOptions) {
    super(purchase);
    this.#session = session;
    this.onWritten({ step: { kind: 'begin', name: 'begin' }, strings: BEGIN[isolation], values: [], calledAt: null });
  }

  /** Stores the order and commits, in one round trip with whatever has not been sent yet; the outcome of the purchase. */
  async confirm(fields: OrderFields = {}): Promise<Outcome> {
    const placed = this.insertOrder(fields);
    await this.commit();
    const { id, created_at: createdAt } = await placed;
    return confirmed(id, fields.remaining ?? null, createdAt);
  }

  /** Commits, in one round trip with whatever has not been sent yet, and returns `value`. */
  async commit<T = void>(value?: T): Promise<T> {
    const commit = { step: { kind: 'commit', name: 'commit' }, strings: COMMIT, values: [], calledAt: this.purchase.callSite() } as const;
    this.onWritten(commit);
    const answer = await this.carryOut(commit);
    this.#ended = true;
    // The strategy caught a failure: Postgres answers COMMIT with a rollback, and does not report an error.
    if ('command' in answer && answer.command === 'ROLLBACK') throw failedBefore(this.#failedAt, commit, null);
    return value as T;
  }

  /** Runs `body` in the transaction; rolls back, as a step, unless it has committed. When it throws, the owner of the connection rolls back. */
  async run<T>(body: TransactionBody<T>): Promise<T> {
    const result = await body(this);
    if (this.#ended) return result;
    this.#ended = true;
    this.#queue = [];
    if (this.#begun) await this.#runStep({ step: { kind: 'rollback', name: 'rollback' }, strings: ROLLBACK, values: [], calledAt: null });
    if (isConfirmed(result)) {
      throw new StrategyMistake('confirmed-uncommitted', 'The purchase was confirmed inside a transaction that was not committed, so it was rolled back. Return tx.confirm(...), or commit first.', null);
    }
    return result;
  }

  protected onWritten(written: WrittenStatement): void {
    if (this.#ended) throw new StrategyMistake('used-after-its-end', `'${written.step.name}' was written after its transaction had ended.`, written.step.name, written.calledAt);
    let settle: Pick<Queued, 'resolve' | 'reject'> | null = null;
    const rows = new Promise<object[]>((resolve, reject) => (settle = { resolve, reject }));
    // A statement that is not awaited fails together with those that it was sent with.
    rows.catch(() => undefined);
    this.#results.set(written, rows);
    this.#queue.push({ written, rows, ...(settle as unknown as Pick<Queued, 'resolve' | 'reject'>) });
  }

  protected async carryOut(written: WrittenStatement): Promise<object[]> {
    if (this.#queue.some((queued) => queued.written === written)) await this.#send();
    return (await this.#results.get(written)) ?? [];
  }

  /** Sends everything that was written, after earlier batches. Rejects with the first failure. */
  #send(): Promise<void> {
    const batch = this.#queue;
    this.#queue = [];
    const sent = this.#sending.then(() => {
      const together = batch.length > 1 && this.purchase.seam.pipelines && this.#session.mayPipeline(batch.map(prepared));
      return together ? this.#sendTogether(batch) : this.#sendOneByOne(batch);
    });
    this.#sending = sent.catch(() => undefined);
    return sent;
  }

  async #sendTogether(batch: readonly Queued[]): Promise<void> {
    const settled = await Promise.allSettled(batch.map(({ written }) => this.#runStep(written)));
    const failedAt = settled.findIndex(({ status }) => status === 'rejected');
    const failure = settled[failedAt];
    for (const [index, { resolve, reject }] of batch.entries()) {
      const result = settled[index];
      if (result?.status === 'fulfilled') resolve(result.value);
      // Statements after the failure only report that something failed before.
      else reject(failure?.status === 'rejected' ? failure.reason : result?.reason);
    }
    if (failure?.status !== 'rejected') return;
    this.#failedAt ??= batch[failedAt]?.written.step ?? null;
    throw failure.reason;
  }

  async #sendOneByOne(batch: readonly Queued[]): Promise<void> {
    for (const [index, { written, resolve }] of batch.entries()) {
      try {
        resolve(await this.#runStep(written));
      } catch (error) {
        const reason = sqlState(error) === SQLSTATE.inFailedTransaction ? failedBefore(this.#failedAt, written, error) : error;
        this.#failedAt ??= written.step;
        for (const { reject } of batch.slice(index)) reject(reason);
        throw reason;
      }
    }
    this.#session.markPrepared(batch.map(prepared));
  }

  #runStep({ step, strings, values }: WrittenStatement): PromiseLike<object[]> {
    return this.purchase.seam.run(step, () => {
      this.#begun = true;
      return this.#session.send<object>({ kind: step.kind, strings, values });
    });
  }
}

const prepared = ({ written: { step, strings, values } }: Queued): Prepared => ({ kind: step.kind, strings, values });

const isConfirmed = (result: unknown): boolean => typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'confirmed';
