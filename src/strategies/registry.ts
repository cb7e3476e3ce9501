import * as conditionalUpdate from './conditional-update';
import * as forUpdate from './for-update';
import * as naive from './naive';
import * as optimisticVersion from './optimistic-version';
import * as redlock from './redlock';
import type { Strategy } from './strategy';

/** Every strategy there is, in the order in which they are shown. A file that is missing here fails a test. */
export const STRATEGIES: readonly Strategy[] = [
  { id: 'naive', class: 'unsafe', title: 'Naive', tagline: 'read, think, write back', needs: ['postgres'], ...naive },
  { id: 'optimistic-version', class: 'safe', title: 'Version column', tagline: 'optimistic, retried', needs: ['postgres'], ...optimisticVersion },
  { id: 'for-update', class: 'safe', title: 'FOR UPDATE', tagline: 'pessimistic row lock', needs: ['postgres'], ...forUpdate },
  { id: 'conditional-update', class: 'safe', title: 'Conditional UPDATE', tagline: 'where stock >= n', needs: ['postgres'], ...conditionalUpdate },
  { id: 'redlock', class: 'safe', title: 'Redlock', tagline: 'lease on 3 of 5 Redis', needs: ['postgres', 'redis'], ...redlock },
];

const byId = new Map(STRATEGIES.map((strategy) => [strategy.id, strategy]));

export const findStrategy = (id: string): Strategy | null => byId.get(id) ?? null;
