import type { WrittenStatement } from './statement';
import type { Step } from '@/domain/step';

/** The mistakes that authors of strategies make. */
export type MistakeKind =
  | 'returned-nothing'
  | 'threw'
  | 'not-awaited'
  | 'transaction-left-open'
  | 'transaction-failed-before'
  | 'confirmed-uncommitted'
  | 'used-after-its-end'
  | 'read-that-writes'
  | 'no-row'
  | 'never-ended';

/** A bug in the strategy, not a lost dependency: what happened, at which step, and what to do about it. */
export class StrategyMistake extends Error {
  constructor(
    readonly kind: MistakeKind,
    message: string,
    /** The step at which it showed; null if there was none. */
    readonly step: string | null,
    /** An error created where the strategy called: its stack names file and line. */
    readonly calledAt: Error | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'StrategyMistake';
  }
}

/** A read that found nothing. Whether the product is unknown is checked after the connection was returned. */
export class NothingRead extends Error {
  constructor(
    readonly step: string,
    readonly calledAt: Error | null,
  ) {
    super(`'${step}' found no row.`);
    this.name = 'NothingRead';
  }
}

/** 25P02 only says that an earlier statement failed; this says which. */
export const failedBefore = (failedAt: Step | null, { step, calledAt }: WrittenStatement, cause: unknown): StrategyMistake =>
  new StrategyMistake(
    'transaction-failed-before',
    `'${step.name}' was refused, because the transaction had already failed at '${failedAt?.name ?? 'an earlier step'}': Postgres then accepts nothing but ROLLBACK (25P02). Roll back, or set a savepoint before the statement that may fail.`,
    step.name,
    calledAt,
    { cause },
  );

/** The place in the strategy's own file in an error's stack, as `file:line:column`; null if it is not in there. */
export function placeIn(error: unknown, file: string | null): string | null {
  if (file === null) return null;
  for (let next = error; next instanceof Error; next = next.cause) {
    const frame = (next.stack ?? '').split('\n').find((line) => line.includes(file));
    const place = frame && /([^\s(]*:\d+:\d+)\)?$/.exec(frame.trim());
    if (place?.[1]) return place[1].replace(/^file:\/\//, '');
  }
  return null;
}

/** The message with its place in the file. */
export function mistakeSentence(error: unknown, file: string | null): string {
  const calledAt = error instanceof StrategyMistake ? error.calledAt : null;
  const place = placeIn(calledAt, file) ?? placeIn(error, file);
  const message = error instanceof Error ? error.message || error.name : String(error);
  return place === null ? message : `${place}: ${message}`;
}
