import { z } from 'zod';
import { STRATEGY_CLASSES } from '@/domain/strategy';
import { STOCK_MODELS } from '@/domain/stock-model';

/** The metadata of a strategy from a file, as it is sent between processes: everything but its code. */
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
  /** Absolute: the file with all its imports, as one JavaScript module. */
  bundle: z.string(),
  metadata: metadataSchema,
});

export type StrategyFile = z.infer<typeof strategyFileSchema>;
export type FileMetadata = StrategyFile['metadata'];

/** Reads the metadata of a module's default export; `fallbackId` is for one without an id. Returns all faults as sentences. */
export function readMetadata(definition: object, fallbackId: string): FileMetadata | string[] {
  const named = { ...definition };
  const { id, title } = named as { id?: unknown; title?: unknown };
  const withId = { ...named, id: id === '' ? fallbackId : id, title: title === '' ? fallbackId : title };
  const parsed = metadataSchema.safeParse(withId);
  return parsed.success ? parsed.data : parsed.error.issues.map(({ path, message }) => `${path.join('.')} must be ${message}`);
}
