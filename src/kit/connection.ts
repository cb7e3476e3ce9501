import type { Step } from '@/domain/step';
import { sqlState } from '@/stores/postgres/errors';
import { SQLSTATE } from '@/stores/postgres/sqlstate';
import type { Session } from '@/stores/postgres/session';
import { failedBefore, StrategyMistake } from './mistake';
import type { WriteTag, WrittenStatement } from './statement';
import { StatementSteps, type PurchaseUnderWay } from './statement-steps';
import { Transaction, type TransactionBody, type TransactionOptions } from './transaction';

/** One connection, for as long as the purchase holds it. Each statement commits by itself unless a transaction is open. */
export class Connection extends StatementSteps {
  readonly #session: Session;
  /** The last step that was sent, and the step at which the open transaction failed. */
  #last: WrittenStatement | null = null;
  #failedAt: Step | null = null;

  constructor(purchase: PurchaseUnderWay, session: Session) {
    super(purchase);
    this.#session = session;
  }

  /** For a transaction written by hand, as in code without a helper; `transaction` is the usual way. */
  begin(name = 'begin'): WriteTag {
    return this.writing('begin', name);
  }

  commit(name = 'commit'): WriteTag {
    return this.writing('commit', name);
  }

  rollback(name = 'rollback'): WriteTag {
    return this.writing('rollback', name);
  }


  /** A transaction on this connection. */
  transaction<T>(...[first, second]: [TransactionBody<T>] | [TransactionOptions, TransactionBody<T>]): Promise<T> {
    const [options, body] = typeof first === 'function' ? [{}, first] : [first, second as TransactionBody<T>];
    return new Transaction(this.purchase, this.#session, options).run(body);
  }

  protected onWritten(written: WrittenStatement): void {
    this.purchase.unsent.add(written);
  }

  /** Sends a statement as one step; used for statements written on the shop as well. */
  async carryOut(written: WrittenStatement): Promise<object[]> {
    this.purchase.unsent.delete(written);
    const { step, strings, values } = written;
    this.#last = written;
    const send = (): PromiseLike<object[]> => this.#session.send<object>({ kind: step.kind, strings, values });
    try {
      return await this.purchase.seam.run(step, ENDS.has(step.kind) ? send : () => this.#session.autocommit(send));
    } catch (error) {
      if (sqlState(error) === SQLSTATE.inFailedTransaction) throw failedBefore(this.#failedAt, written, error);
      if (this.#session.hasFailed) this.#failedAt = step;
      throw error;
    }
  }

  /** Throws when the server says that a transaction is still open: the connection would return to the pool with it. */
  requireClosed(): void {
    if (!this.#session.isOpen) return;
    const step = this.#last?.step.name ?? 'none';
    throw new StrategyMistake(
      'transaction-left-open',
      `The strategy ended with its transaction still open; its last step was '${step}'. In a shop the connection would go back to the pool with the transaction and its locks, and every later buyer would wait for it. Commit or roll back on every path. Stampede has rolled it back, so the sandbox can go on.`,
      step,
      this.#last?.calledAt ?? null,
    );
  }
}

const ENDS: ReadonlySet<string> = new Set(['begin', 'commit', 'rollback']);
