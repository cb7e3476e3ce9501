import { INSTRUCTOR_COOKIE, SESSION_S } from './runtime/instructor';

/** No script can read it, and no other site's page can send it along. */
export const sessionCookie = (request: Request, value: string): string => cookie(request, value, SESSION_S);

export const endedCookie = (request: Request): string => cookie(request, '', 0);

function cookie(request: Request, value: string, maxAgeS: number): string {
  // A client that lies about this only keeps its own cookie from being sent over plain HTTP.
  const secure = new URL(request.url).protocol === 'https:' || request.headers.get('x-forwarded-proto') === 'https';
  return `${INSTRUCTOR_COOKIE}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}
