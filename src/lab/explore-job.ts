import { z } from 'zod';
import { strategyFileSchema } from '@/strategy-files/strategy-file';

const stores = { databaseUrl: z.string(), redisUrls: z.array(z.string()).nullable() };
const setup = z.object({ strategy: z.string(), buyers: z.int(), stock: z.int(), quantity: z.int(), replicas: z.int() });
/** The strategy itself where it comes from a file. */
const strategyFile = strategyFileSchema.optional();

/** What the process of a search is given on its standard input; made by this project alone. */
const exploreJobSchema = z.object({
  kind: z.literal('explore'),
  ...stores,
  setup,
  bounds: z.object({ schedules: z.int(), seconds: z.number(), seed: z.int(), expiries: z.int() }),
  workers: z.int(),
  strategyFile,
});

/** One schedule, played to where it leads. */
const playJobSchema = z.object({ kind: z.literal('play'), ...stores, setup, schedule: z.string(), strategyFile });

/** A lab that is kept open, for its parent to step. */
const holdJobSchema = z.object({ kind: z.literal('hold'), ...stores, setup, strategyFile });

export const labProcessJobSchema = z.discriminatedUnion('kind', [exploreJobSchema, playJobSchema, holdJobSchema]);
export type LabProcessJob = z.infer<typeof labProcessJobSchema>;
