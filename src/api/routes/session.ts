import { isInstructor } from '../guards/instructor-of';
import { refuseTooManyLogins } from '../guards/rate-limits';
import { Problem } from '../problem';
import { parsed, route } from '../route';
import { loginInput } from '../schemas/inputs';
import { sessionReply } from '../schemas/shop-replies';
import { endedCookie, sessionCookie } from '../session-cookie';
import { cookie, json } from '../success';

export const sessionRoutes = [
  route({
    method: 'POST',
    path: '/api/login',
    caller: 'anyone',
    summary: 'Log in as the instructor; sets a cookie',
    details: 'It lasts 12 hours.',
    body: parsed(loginInput),
    success: cookie('logged in'),
    refusals: { 401: 'wrong_token', 429: 'too_many_logins' },
    handle: async ({ request, body: { token }, web: { instructor }, sandbox }) => {
      await refuseTooManyLogins(request, sandbox);
      if (!instructor.isToken(token)) throw new Problem('wrong_token', 'This is not the instructor token, so you were not logged in.');
      return sessionCookie(request, instructor.session(Date.now()));
    },
  }),
  route({
    method: 'POST',
    path: '/api/logout',
    caller: 'anyone',
    summary: 'Log out; deletes the cookie',
    success: cookie('logged out'),
    handle: ({ request }) => endedCookie(request),
  }),
  route({
    method: 'GET',
    path: '/api/session',
    caller: 'anyone',
    summary: 'Whether the caller is the instructor, and whether flooding and the like require one here',
    success: json(200, 'who', sessionReply, { fresh: true }),
    handle: ({ request, web }) => ({ instructor: isInstructor(request, web), tokenNeeded: !web.loopbackOnly }),
  }),
];
