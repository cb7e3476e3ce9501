import { reads } from '@/app/api/_lib/handle';

/** The lessons of the lab. */
export const GET = reads(async ({ runtime }) => Response.json(await runtime.lessons()));
