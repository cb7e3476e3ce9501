import type { ChaosFaultName } from '@/domain/chaos';
import { manyWatchers, slowReaders } from './client-load';
import type { ChaosField, Struck } from './context';
import { fillDisk } from './full-disk';
import { hangUps } from './hang-ups';
import { killAllRedis, killOneRedis, killPostmaster, killShops, killWeb } from './kill-injectors';

/** How each fault is brought about. Resolves when whatever it broke works again, or was given up. */
export const STROKES: Readonly<Record<ChaosFaultName, (field: ChaosField) => Promise<Struck>>> = {
  'kill-shop': killShops,
  'kill-web': killWeb,
  'kill-one-redis': killOneRedis,
  'kill-all-redis': killAllRedis,
  'kill-postgres': killPostmaster,
  'full-disk': fillDisk,
  'many-watchers': manyWatchers,
  'slow-readers': slowReaders,
  'hang-ups': hangUps,
};
