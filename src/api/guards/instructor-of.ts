import { INSTRUCTOR_COOKIE } from '../runtime/instructor';
import type { WebRuntime } from '../runtime/web-runtime';

/** Whether a call comes from the instructor: it has the token, or a cookie that was made with it. */
export function isInstructor(request: Request, { instructor }: Pick<WebRuntime, 'instructor'>): boolean {
  const shown = bearerOf(request);
  if (shown !== null) return instructor.isToken(shown);
  const cookie = cookieOf(request);
  return cookie !== null && instructor.isSession(cookie, Date.now());
}

/** The token of a call, right or wrong. */
export function bearerOf(request: Request): string | null {
  const [, token] = /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  return token ?? null;
}

function cookieOf(request: Request): string | null {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  const ours = pairs.find((pair) => pair.startsWith(`${INSTRUCTOR_COOKIE}=`));
  return ours ? ours.slice(INSTRUCTOR_COOKIE.length + 1) : null;
}
