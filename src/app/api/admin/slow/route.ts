import { adminReads } from '@/app/api/_lib/handle';
import { fresh } from '@/app/api/_lib/fresh';

/** The requests that took too long, newest first. */
export const GET = adminReads(({ runtime }) => fresh(runtime.admin.slow()));
