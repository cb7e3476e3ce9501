import type { Purchase, Strategy, StrategyMetadata } from './strategy';

/** The metadata that a strategy must have; everything else has a default. */
export type StrategyDefinition = Partial<StrategyMetadata>;

/**
 * Makes a strategy from its metadata and its purchase function. When left out, the id is the file's name, and the class
 * is `safe`: the strategy then has to pass as one that never oversells.
 */
export function defineStrategy(definition: StrategyDefinition, purchase: Purchase): Strategy {
  const id = definition.id ?? '';
  return {
    class: 'safe',
    tagline: '',
    idea: '',
    guarantee: '',
    cost: '',
    failureMode: '',
    isolationLevel: '',
    needs: ['postgres'],
    ...definition,
    id,
    title: definition.title ?? id,
    purchase,
  };
}
