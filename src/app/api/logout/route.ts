import { changes } from '@/app/api/_lib/handle';
import { endedCookie } from '@/app/api/_lib/session-cookie';

/** Takes the instructor's cookie back. */
export const POST = changes(({ request }) => new Response(null, { status: 204, headers: { 'set-cookie': endedCookie(request) } }));
