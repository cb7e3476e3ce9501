import { z } from 'zod';

/** What an exploration's process is given on its standard input; made by this project alone. */
export const exploreJobSchema = z.object({
  databaseUrl: z.string(),
  redisUrls: z.array(z.string()).nullable(),
  setup: z.object({ strategy: z.string(), buyers: z.int(), stock: z.int(), quantity: z.int(), replicas: z.int() }),
  bounds: z.object({ schedules: z.int(), seconds: z.number(), seed: z.int(), expiries: z.int() }),
  workers: z.int(),
});
