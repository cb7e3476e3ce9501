import { inject } from 'vitest';
import type { LabSetup } from '@/domain/lab';
import { parseSchedule, type Move } from '@/domain/schedule';
import { openLabEnvironment, type LabEnvironment } from '@/lab/environment';
import { Interleaving } from '@/lab/interleaving';
import { findStrategy } from '@/strategies/registry';

/** The setup of a lab with defaults for what a test does not set. */
export const labSetup = (over: Partial<LabSetup>): LabSetup => ({ strategy: 'naive', buyers: 2, stock: 1, quantity: 1, replicas: 2, ...over });

/** An environment on the test's servers. */
export async function testEnvironment(databaseUrl: string, setup: LabSetup): Promise<LabEnvironment> {
  const strategy = findStrategy(setup.strategy);
  if (!strategy) throw new Error(`There is no strategy ${setup.strategy}.`);
  return openLabEnvironment({ databaseUrl, redisUrls: inject('redisUrls'), strategy, setup });
}

/** Parses a valid token. */
export function movesOf(token: string): Move[] {
  const moves = parseSchedule(token);
  if (typeof moves === 'string') throw new Error(moves);
  return moves;
}

/** Plays a token on an environment of its own, and gives both back when `use` is done with them. */
export async function played<T>(databaseUrl: string, over: Partial<LabSetup>, token: string, use: (interleaving: Interleaving, environment: LabEnvironment) => Promise<T>): Promise<T> {
  const setup = labSetup(over);
  const environment = await testEnvironment(databaseUrl, setup);
  try {
    const interleaving = await Interleaving.begin({ environment, setup, timed: true });
    try {
      for (const move of movesOf(token)) await interleaving.move(move);
      return await use(interleaving, environment);
    } finally {
      await interleaving.abandon();
    }
  } finally {
    await environment.close();
  }
}
