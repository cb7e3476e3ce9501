import { adminReads } from '@/app/api/_lib/handle';
import { fresh } from '@/app/api/_lib/fresh';

/** What the shop has sold, by one statement that is shown with its time and plan. */
export const GET = adminReads(async ({ runtime }) => fresh(await runtime.admin.stats()));
