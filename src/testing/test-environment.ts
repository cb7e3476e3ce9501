import { inject } from 'vitest';
import type { LabSetup } from '@/domain/lab';
import { parseSchedule, type Move } from '@/domain/schedule';
import { openGround, type Ground } from '@/lab/environment';
import { Interleaving } from '@/lab/interleaving';
import { findStrategy } from '@/strategies/registry';

/** The setup of a lab with what a test does not care about filled in. */
export const labSetup = (over: Partial<LabSetup>): LabSetup => ({ strategy: 'naive', buyers: 2, stock: 1, quantity: 1, replicas: 2, ...over });

/** A ground on the test's servers. */
export async function testGround(databaseUrl: string, setup: LabSetup): Promise<Ground> {
  const strategy = findStrategy(setup.strategy);
  if (!strategy) throw new Error(`There is no strategy ${setup.strategy}.`);
  return openGround({ databaseUrl, redisUrls: inject('redisUrls'), strategy, setup });
}

/** Reads a token that is right. */
export function movesOf(token: string): Move[] {
  const moves = parseSchedule(token);
  if (typeof moves === 'string') throw new Error(moves);
  return moves;
}

/** Plays a token on a ground of its own, and gives both back when `use` is done with them. */
export async function played<T>(databaseUrl: string, over: Partial<LabSetup>, token: string, use: (interleaving: Interleaving, ground: Ground) => Promise<T>): Promise<T> {
  const setup = labSetup(over);
  const ground = await testGround(databaseUrl, setup);
  try {
    const interleaving = await Interleaving.begin({ ground, setup, timed: true });
    try {
      for (const move of movesOf(token)) await interleaving.move(move);
      return await use(interleaving, ground);
    } finally {
      await interleaving.abandon();
    }
  } finally {
    await ground.close();
  }
}
