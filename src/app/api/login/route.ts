import { readBody } from '@/app/api/_lib/body';
import { changes } from '@/app/api/_lib/handle';
import { Problem } from '@/app/api/_lib/problem';
import { sessionCookie } from '@/app/api/_lib/session-cookie';
import { loginInput } from '@/app/api/_lib/shop-schemas';
import { refuseTooManyLogins } from '@/app/api/_lib/too-many';

/** Makes whoever knows the token the instructor, by a cookie that lasts for a day of teaching. */
export const POST = changes(async ({ request, runtime }) => {
  const { token } = await readBody(request, loginInput);
  await refuseTooManyLogins(request, runtime);
  if (!runtime.instructor.isToken(token)) throw new Problem('wrong_token', 'This is not the instructor token, so nobody was logged in.');
  return new Response(null, { status: 204, headers: { 'set-cookie': sessionCookie(request, runtime.instructor.session(Date.now())) } });
});
