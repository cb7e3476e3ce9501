/**
 * The end of a reservation. `settled`: it is an order in Postgres. `refused`: it is not, never will be, and its units
 * were returned. `unknown`: it could not be determined in time.
 */
export type Settlement =
  | { kind: 'settled'; orderId: number; remaining: number; createdAt: Date }
  | { kind: 'refused'; reason: Refusal }
  | { kind: 'unknown' };

/** `too-little`: Postgres has fewer units than Redis counted. `key-taken`: another order has the idempotency key. */
export type Refusal = 'too-little' | 'key-taken' | 'impossible';

/** Settlements by the id of their reservation. */
export type Settlements = ReadonlyMap<string, Settlement>;

/** The message that one shop sends to the others. */
export const encodeSettlements = (settlements: Settlements): string => JSON.stringify([...settlements]);

export function decodeSettlements(message: string): Settlements {
  const parsed = JSON.parse(message) as [string, Settlement][];
  return new Map(parsed.map(([id, settlement]) => [id, settlement.kind === 'settled' ? { ...settlement, createdAt: new Date(settlement.createdAt) } : settlement]));
}
