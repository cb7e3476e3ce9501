import type { Finding } from '@/domain/anomaly';
import { DEFAULT_LAB } from '@/domain/lab';
import { readBy } from '@/domain/read-by';
import { scheduleOf } from '@/domain/schedule-of-witnesses';
import { openDatabase } from '@/stores/postgres/database';
import { findRun } from '@/stores/postgres/runs';
import { playOrder } from '@/lab/replay-schedule';
import { readMoves } from '@/lab/schedule-moves';
import { specOf } from '@/lab/spec-of';
import { needsRedis } from '@/strategies/strategy-ids';
import { ExportRefused, type LaneExport } from './lane-export';

const ABOUT =
  'The two buyers of the first finding, as a file for PostgreSQL\'s isolation tester: their steps in the order in which they took effect, played once more in the lab to have the statements with their values. ' +
  'The tester shows what Postgres does with that order; whether the result is right it cannot say, and of the rest of the crowd it knows nothing. Run it: npx stampede spec FILE, or isolationtester "<connection>" < FILE.';

/** The witnesses of a lane's first finding that has two, as an isolation spec. Throws `ExportRefused` with a sentence. */
export async function specExport(databaseUrl: string, runId: string, strategy: string, repeat: number): Promise<LaneExport> {
  if (needsRedis([strategy])) throw new ExportRefused(`${strategy} works with Redis, which an isolation tester of Postgres knows nothing of.`);
  const witnesses = twoWitnesses(await findingsOf(databaseUrl, runId, strategy, repeat));
  if (!witnesses) throw new ExportRefused(`No two buyers broke anything in the lane ${strategy}:${repeat} whose steps are known. Any order of the lab can be saved: npx stampede lab --strategy ${strategy} --schedule <token> --spec FILE.`);
  const setup = { ...DEFAULT_LAB, strategy, stock: witnesses[0].read ?? readBy(witnesses[0].steps) ?? 1 };
  const moves = readMoves(scheduleOf(...witnesses), setup.buyers);
  if (typeof moves === 'string') throw new ExportRefused(`The steps of the two buyers make no schedule: ${moves}.`);
  const lab = await playOrder({ databaseUrl, redisUrls: null }, setup, moves);
  if (lab.problem !== null) throw new ExportRefused(`The two buyers could not be replayed, because the servers answered otherwise this time: ${lab.problem}`);
  return { files: [{ name: `${strategy.replace(':', '-')}.spec`, text: await specOf(lab) }], about: ABOUT };
}

async function findingsOf(databaseUrl: string, runId: string, strategy: string, repeat: number): Promise<readonly Finding[]> {
  const database = openDatabase(databaseUrl, 'stampede export');
  try {
    const run = await findRun(database.db, runId);
    return run?.report?.lanes.find((lane) => lane.strategy === strategy && lane.repeat === repeat)?.findings ?? [];
  } finally {
    await database.close();
  }
}

type Witness = Finding['evidence']['witnesses'][number];

/** A lost update shows more than the oversell that comes of it. */
function twoWitnesses(findings: readonly Finding[]): [Witness, Witness] | null {
  const inOrder = [...findings].sort((a, b) => Number(b.anomaly === 'lost-update') - Number(a.anomaly === 'lost-update'));
  for (const { evidence } of inOrder) {
    const [first, second] = evidence.witnesses;
    if (first && second && first.steps.length > 0 && second.steps.length > 0) return [first, second];
  }
  return null;
}
