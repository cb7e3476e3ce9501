import { adminReads } from '@/app/api/_lib/handle';
import { fresh } from '@/app/api/_lib/fresh';

/** Every Redis, up or down, and the time of one round trip. */
export const GET = adminReads(async ({ runtime }) => fresh(await runtime.admin.redis()));
