import { reads } from '@/app/api/_lib/handle';
import { isInstructor } from '@/app/api/_lib/instructor-of';

/** Whether the caller is the instructor, and whether flooding and the like take one here. */
export const GET = reads(({ request, runtime }) =>
  Response.json({ instructor: isInstructor(request, runtime), tokenNeeded: !runtime.loopbackOnly }, { headers: { 'cache-control': 'no-store' } }),
);
