import { Problem } from '../problem';
import type { WebRuntime } from '../runtime/web-runtime';
import { sandboxOf } from '../sandbox-of';
import { bearerOf, isInstructor } from './instructor-of';
import { refuseTooManyLogins } from './rate-limits';

/** Refuses every other caller. A wrong token counts as a login attempt. */
export async function requireInstructor(request: Request, web: WebRuntime): Promise<void> {
  if (isInstructor(request, web)) return;
  if (bearerOf(request) === null) throw new Problem('token_needed', `${needed(web)} Nothing was done.`);
  await refuseTooManyLogins(request, await sandboxOf(web));
  throw new Problem('wrong_token', 'This is not the instructor token, so nothing was done.');
}

const needed = ({ instructor }: WebRuntime): string =>
  instructor.hasToken
    ? 'Only the instructor may do this: log in with the token that was printed at the start, or send it as "Authorization: Bearer".'
    : 'Only the instructor may do this, and no instructor token is set here: set STAMPEDE_TOKEN and start again.';
