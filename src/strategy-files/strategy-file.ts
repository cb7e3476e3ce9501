import { z } from 'zod';
import { STRATEGY_CLASSES } from '@/domain/strategy';
import { STOCK_MODELS } from '@/domain/stock-model';

/** What a strategy from a file says of itself, as it travels between processes: all but its code. */
const metadataSchema = z.object({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small letters, digits and hyphens'),
  class: z.enum(STRATEGY_CLASSES),
  title: z.string().max(80),
  tagline: z.string().max(200),
  idea: z.string(),
  guarantee: z.string(),
  cost: z.string(),
  failureMode: z.string(),
  isolationLevel: z.string(),
  needs: z.array(z.enum(['postgres', 'redis'])),
  stockModel: z.enum(STOCK_MODELS).optional(),
  unsafeFromReplicas: z.int().min(1).optional(),
  carts: z.literal(true).optional(),
  outlivesItsLock: z.literal(true).optional(),
});

/** A strategy that was loaded from a file outside the registry. */
export const strategyFileSchema = z.object({
  /** Absolute, as its author wrote it. */
  file: z.string(),
  /** Absolute: the file with all that it imports, as one module of JavaScript. */
  bundle: z.string(),
  metadata: metadataSchema,
});

export type StrategyFile = z.infer<typeof strategyFileSchema>;
export type FileMetadata = StrategyFile['metadata'];

/** Reads what a module's default export says of itself; `fallbackId` is for one that names none. Gives every fault as a sentence. */
export function readMetadata(definition: object, fallbackId: string): FileMetadata | string[] {
  const named = { ...definition };
  const { id, title } = named as { id?: unknown; title?: unknown };
  const withId = { ...named, id: id === '' ? fallbackId : id, title: title === '' ? fallbackId : title };
  const parsed = metadataSchema.safeParse(withId);
  return parsed.success ? parsed.data : parsed.error.issues.map(({ path, message }) => `${path.join('.')} must be ${message}`);
}
