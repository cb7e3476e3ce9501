import type { Purchase, Strategy, StrategyMetadata } from './strategy';

/** What has to be said of a strategy; everything else has a default. */
export type StrategyDefinition = Partial<StrategyMetadata>;

/**
 * A strategy from what it says of itself and from how it buys. Of what is left out, the id is the file's name, and the class
 * is `safe`: a strategy is held to never selling what is not there.
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
