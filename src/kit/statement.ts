import type { Step } from '@/domain/step';
import type { Value } from '@/stores/postgres/session';
import type { Fragment } from './template';

/** The default type of a row. */
export type AnyRow = Record<string, unknown>;

/** A statement of a strategy. It is sent when it is awaited, or in a transaction with COMMIT at the latest. */
export interface Statement<Row extends object, Result> extends PromiseLike<Result> {
  /** All rows. */
  all(): Promise<Row[]>;
  /** The first row, or null if there is none. */
  maybe(): Promise<Row | null>;
}

/** Writes a statement that returns one row; awaiting it gives the row. */
export type ReadTag = <Row extends object = AnyRow>(strings: TemplateStringsArray, ...values: (Value | Fragment)[]) => Statement<Row, Row>;

/** Writes a statement that may change no row; awaiting it gives the first row that it returns, or null. */
export type WriteTag = <Row extends object = AnyRow>(strings: TemplateStringsArray, ...values: (Value | Fragment)[]) => Statement<Row, Row | null>;

/** A statement as it was written, before it is sent. */
export interface WrittenStatement extends Fragment {
  readonly step: Step;
  /** An error created where it was written, for its stack; null where that costs too much. */
  readonly calledAt: Error | null;
}

/** A statement that `carryOut` sends once, when it is first awaited. */
export function statement<Row extends object, Result>(carryOut: () => Promise<Row[]>, resultOf: (rows: Row[]) => Result | Promise<Result>): Statement<Row, Result> {
  let sent: Promise<Row[]> | null = null;
  const rows = (): Promise<Row[]> => (sent ??= carryOut());
  return {
    then: (onFulfilled, onRejected) => rows().then(resultOf).then(onFulfilled, onRejected),
    all: rows,
    maybe: async () => (await rows())[0] ?? null,
  };
}
