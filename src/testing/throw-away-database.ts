import { inject } from 'vitest';
import { copyOf, type ThrowAwayDatabase } from './database-copies';

export type { ThrowAwayDatabase } from './database-copies';

/** Creates one for a test file, or for a single test. */
export const throwAwayDatabase = (): Promise<ThrowAwayDatabase> => copyOf(inject('databaseUrl'), inject('templateDatabase'));
