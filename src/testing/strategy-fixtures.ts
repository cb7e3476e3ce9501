import type { StrategyInfo } from '@/domain/strategy';

/** A catalogue entry of a safe strategy; fields can be overridden. */
export const strategyInfo = (fields: Partial<StrategyInfo> = {}): StrategyInfo => ({
  id: 'for-update',
  class: 'safe',
  title: fields.id ?? 'FOR UPDATE',
  tagline: 'a word on it',
  endpoint: '/api/buy-good/for-update',
  needs: ['postgres'],
  unavailable: null,
  source: '',
  fileName: 'src/strategies/for-update.ts',
  variants: [],
  idea: 'an idea',
  guarantee: 'a guarantee',
  cost: 'a cost',
  failureMode: 'a failure mode',
  isolationLevel: 'read committed',
  ...fields,
});
