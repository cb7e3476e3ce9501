import { z } from 'zod';
import type { FloodPlan } from '@/domain/plan';
import { strategyFileSchema, type StrategyFile } from '@/strategy-files/strategy-file';

/** A strategy from a file, and the shops that sell through it alone. */
export interface FileInShops extends StrategyFile {
  shopUrls: string[];
}

/** The input of a flood process. The shops are the configured ones; nothing else is ever flooded. */
export interface FloodJob {
  runId: string;
  /** Checked by the maker of the job. */
  plan: FloodPlan;
  databaseUrl: string;
  redisUrls: string[] | null;
  shopUrls: string[];
  poolSize: number;
  /** Strategies from files, each with the shops that were started for it. */
  strategyFiles?: FileInShops[] | undefined;
  /** A purchase without an answer after this long is unknown. */
  timeoutMs: number;
}

export const floodJobSchema: z.ZodType<FloodJob> = z.object({
  runId: z.string(),
  plan: z.custom<FloodPlan>((value) => typeof value === 'object' && value !== null),
  databaseUrl: z.string(),
  redisUrls: z.array(z.string()).nullable(),
  shopUrls: z.array(z.string()).min(1),
  poolSize: z.int(),
  strategyFiles: z.array(strategyFileSchema.extend({ shopUrls: z.array(z.string()).min(1) })).optional(),
  timeoutMs: z.int(),
});
