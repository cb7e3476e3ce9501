import { z } from 'zod';
import { DEFAULT_LAB, LAB_LIMITS } from '@/domain/lab';
import { BUYER_NAMES, TIME_PASSES } from '@/domain/schedule';
import { readMoves } from '@/lab/schedule-moves';

const { buyers, stock, quantity, replicas } = LAB_LIMITS;
const token = z.string().max(2_000);

const setup = (strategyIds: readonly string[]) => ({
  strategy: z.enum(strategyIds as [string, ...string[]]),
  buyers: z.int().min(buyers.min).max(buyers.max).default(DEFAULT_LAB.buyers),
  stock: z.int().min(stock.min).max(stock.max).default(DEFAULT_LAB.stock),
  quantity: z.int().min(quantity.min).max(quantity.max).default(DEFAULT_LAB.quantity),
  replicas: z.int().min(replicas.min).max(replicas.max).default(DEFAULT_LAB.replicas),
});

/** Body of `POST /api/labs`: what is played, and the first moves. */
export const labInput = (strategyIds: readonly string[]) =>
  z.strictObject({ ...setup(strategyIds), schedule: token.default('') }).superRefine(({ schedule, buyers: count }, context) => {
    const moves = readMoves(schedule, count);
    if (typeof moves === 'string') context.addIssue({ code: 'custom', path: ['schedule'], message: moves });
  });

/** Body of `POST /api/labs/{id}/moves`. */
export const moveInput = z.strictObject({ move: z.enum([...BUYER_NAMES, TIME_PASSES]) });

/** Body of `PUT /api/labs/{id}/schedule`. */
export const scheduleInput = z.strictObject({ schedule: token });

/** Body of `POST /api/explorations`. Without bounds, a search of two buyers runs to the end, and one of more buyers for a while. */
export const explorationInput = (strategyIds: readonly string[]) =>
  z.strictObject({
    ...setup(strategyIds),
    expiries: z.int().min(0).max(3).optional(),
    schedules: z.int().min(1).max(20_000).optional(),
    seconds: z.number().min(1).max(300).optional(),
    seed: z.int().min(0).max(2_147_483_647).default(1),
  });
