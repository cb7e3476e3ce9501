import type { PurchaseRequest } from '@/domain/purchase';
import type { Step, StepKind } from '@/domain/step';
import type { Value } from '@/stores/postgres/session';
import { NothingRead, StrategyMistake } from './mistake';
import { orderRow, sellStatement, type OrderFields, type OrderRow, type SoldRow } from './order-row';
import type { Seam } from './seam';
import { statement, type ReadTag, type Statement, type WriteTag, type WrittenStatement } from './statement';
import { flatten, type Fragment } from './template';

/** What all steps of one purchase share. */
export interface PurchaseUnderWay {
  readonly seam: Seam;
  readonly request: PurchaseRequest;
  /** Statements that were written and have not been awaited yet. */
  readonly unsent: Set<WrittenStatement>;
  /** Where a step was called, for messages to authors; null where that costs too much. */
  readonly callSite: () => Error | null;
}

/** The steps that are SQL statements. Each takes the step's name, and returns the template tag for its SQL. */
export abstract class StatementSteps {
  protected constructor(protected readonly purchase: PurchaseUnderWay) {}

  /** Reads, and changes nothing. One row. */
  read(name: string): ReadTag {
    return this.#reading('read', name);
  }

  /** Takes a lock inside Postgres, or leaves a mark that others respect; may read the stock as well. One row. */
  lock(name: string): ReadTag {
    return this.#reading('lock', name);
  }

  /** Changes the stock. */
  write(name: string): WriteTag {
    return this.writing('write', name);
  }

  /** Stores something other than stock. */
  insert(name: string): WriteTag {
    return this.writing('insert', name);
  }

  /** A setting of the session or the transaction, a savepoint. */
  set(name: string): WriteTag {
    return this.writing('set', name);
  }


  /** An UPDATE that returns the remaining `stock`, and the order's INSERT, in one statement; null if it changed no row. */
  sell(name: string, fields: OrderFields = {}): (strings: TemplateStringsArray, ...values: (Value | Fragment)[]) => Statement<SoldRow, SoldRow | null> {
    return (strings, ...values) => this.#write({ kind: 'sell', name }, sellStatement(this.purchase.request, flatten(strings, values), fields), firstOrNull<SoldRow>);
  }

  /** Stores the order. */
  insertOrder(fields: OrderFields = {}, name = 'insert order'): Statement<OrderRow, OrderRow> {
    return this.#write({ kind: 'insert', name }, orderRow(this.purchase.request, fields), firstOf<OrderRow>);
  }

  /** The order's INSERT as a piece of SQL, for a statement that does more. Returns the order's id and when it was made. */
  orderRow(fields: OrderFields = {}): Fragment {
    return orderRow(this.purchase.request, fields);
  }

  /** Called when a statement is written. */
  protected abstract onWritten(written: WrittenStatement): void;

  /** Sends a written statement, once, and returns its rows. */
  protected abstract carryOut(written: WrittenStatement): Promise<object[]>;

  protected writing(kind: StepKind, name: string): WriteTag {
    return <Row extends object>(strings: TemplateStringsArray, ...values: (Value | Fragment)[]) => this.#write({ kind, name }, flatten(strings, values), firstOrNull<Row>);
  }

  #reading(kind: StepKind, name: string): ReadTag {
    return <Row extends object>(strings: TemplateStringsArray, ...values: (Value | Fragment)[]) => this.#write({ kind, name }, flatten(strings, values), firstOf<Row>);
  }

  #write<Row extends object, Result>(step: Step, { strings, values }: Fragment, resultOf: (rows: Row[], written: WrittenStatement) => Result): Statement<Row, Result> {
    const written = { step, strings, values, calledAt: this.purchase.callSite() };
    this.onWritten(written);
    const carryOut = async (): Promise<Row[]> => {
      // The author declares the type of a row.
      const rows = (await this.carryOut(written)) as Row[];
      requireItsKind(written, rows);
      return rows;
    };
    return statement(carryOut, (rows) => resultOf(rows, written));
  }
}

const firstOrNull = <Row>(rows: Row[]): Row | null => rows[0] ?? null;

function firstOf<Row>(rows: Row[], { step, calledAt }: WrittenStatement): Row {
  const [row] = rows;
  if (row === undefined) throw new NothingRead(step.name, calledAt);
  return row;
}

const WRITES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** Refuses a statement that was declared as a read and writes: whether an outcome is in doubt is derived from the kinds of its steps. */
function requireItsKind({ step, calledAt }: WrittenStatement, rows: object): void {
  if (step.kind !== 'read' || !('command' in rows)) return;
  const command = String(rows.command);
  if (!WRITES.has(command)) return;
  throw new StrategyMistake('read-that-writes', `'${step.name}' is declared as a read, and Postgres executed an ${command}. Declare it with write, insert or lock.`, step.name, calledAt);
}
