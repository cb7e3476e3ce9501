import type { LaneEvidence } from '@/domain/history';
import type { ShelfKind } from '@/domain/strategy';
import { readFinalState as readPostgres } from './postgres/audit';
import type { ShelfStores } from './shelves';

/** What the stores hold of a sale when everything has come to rest. */
export type FinalState = Pick<LaneEvidence, 'orders' | 'finalStock' | 'counterStock'>;

/** Orders and stock as of one moment in Postgres, and what Redis counts, for a sale that is counted there. */
export async function readFinalState({ db, redis }: ShelfStores, productId: number, shelf: ShelfKind): Promise<FinalState> {
  const counterStock = shelf === 'redis' && redis ? await redis.read(productId) : null;
  return { ...(await readPostgres(db, productId, shelf)), counterStock };
}
