import { reads } from '@/app/api/_lib/handle';

/** The experiments that ship with the sandbox. */
export const GET = reads(async ({ runtime }) => Response.json(await runtime.experiments()));
