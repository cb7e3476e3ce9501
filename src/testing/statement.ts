import type { StepKind } from '@/domain/step';
import type { Prepared, Value } from '@/stores/postgres/session';

/** Writes a statement of a kind, for a session to send. */
export const statement =
  (kind: StepKind) =>
  (strings: TemplateStringsArray, ...values: Value[]): Prepared => ({ kind, strings, values });
