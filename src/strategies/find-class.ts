import type { StrategyClass } from '@/domain/strategy';
import { findStrategy } from './registry';

/** Null for an unknown id. */
export const findClass = (id: string): StrategyClass | null => findStrategy(id)?.class ?? null;
