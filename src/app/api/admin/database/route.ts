import { adminReads } from '@/app/api/_lib/handle';
import { fresh } from '@/app/api/_lib/fresh';

/** Who is connected to Postgres, who waits for whom, and what takes long. */
export const GET = adminReads(async ({ runtime }) => fresh(await runtime.admin.database()));
