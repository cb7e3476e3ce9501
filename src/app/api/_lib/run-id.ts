import { z } from 'zod';
import { Problem } from './problem';

const uuid = z.uuid();

/** The run's id in a path. What cannot be one is no run, and is not shown to the database, which chokes on some of it. */
export function runIdOf(params: { id: string }): string {
  const parsed = uuid.safeParse(params.id);
  if (!parsed.success) throw new Problem('not_found', 'There is nothing of that id: it would be a UUID. Nothing was done.');
  return parsed.data;
}
