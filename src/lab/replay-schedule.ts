import type { LabSetup } from '@/domain/lab';
import type { Move } from '@/domain/schedule';
import { LabSession, type LabSnapshot } from './lab-session';
import { transcript } from './transcript';
import { findStrategy } from '@/strategies/registry';
import { judgeSchedule } from './judge-schedule';

export interface LabStores {
  databaseUrl: string;
  redisUrls: readonly string[] | null;
}

/** Opens a lab and plays these moves; the caller closes it. Throws when the strategy is unknown or a store is missing. */
export async function openLab({ databaseUrl, redisUrls }: LabStores, setup: LabSetup, moves: readonly Move[]): Promise<LabSession> {
  const strategy = findStrategy(setup.strategy);
  if (!strategy) throw new Error(`There is no strategy ${setup.strategy}; nothing was done.`);
  const session = await LabSession.open({ databaseUrl, redisUrls, strategy, setup, judge: judgeSchedule });
  try {
    await session.goTo(moves);
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** How a lab looks after these moves. */
export async function playOrder(stores: LabStores, setup: LabSetup, moves: readonly Move[]): Promise<LabSnapshot> {
  const session = await openLab(stores, setup, moves);
  try {
    return await session.snapshot();
  } finally {
    await session.close();
  }
}

/** One order as text. */
export async function replaySchedule(stores: LabStores, setup: LabSetup, moves: readonly Move[]): Promise<string[]> {
  const { moves: made, verdict } = await playOrder(stores, setup, moves);
  return transcript(setup, made, verdict);
}
