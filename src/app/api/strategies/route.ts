import { reads } from '@/app/api/_lib/handle';

/** The catalogue: every strategy with its five lines and its source. */
export const GET = reads(async ({ runtime }) => Response.json(await runtime.strategies()));
