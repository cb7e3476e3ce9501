import { reads } from '@/app/api/_lib/handle';

/** What can be broken on purpose, and whether it may be here. */
export const GET = reads(async ({ runtime }) => Response.json(runtime.faults()));
