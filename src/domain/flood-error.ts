import type { RunFailure } from '@/domain/run-event';

/** A flood that ends without a report, and why. */
export class FloodError extends Error {
  constructor(
    readonly code: RunFailure['code'],
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'FloodError';
  }
}

/** An error as a message for people. The first cause is the driver's own message and helps to find the fault. */
export function toFailure(error: unknown): RunFailure {
  if (error instanceof FloodError) return { code: error.code, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: `The flood failed: ${message}. Nothing was judged.` };
}
