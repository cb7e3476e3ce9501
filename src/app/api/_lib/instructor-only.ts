import type { WebRuntime } from '@/runs/web-runtime';
import { bearerOf, isInstructor } from './instructor-of';
import { Problem } from './problem';
import { refuseTooManyLogins } from './too-many';

/** Refuses everybody else. A token that is shown and wrong is a try to get in, and counted as one. */
export async function requireInstructor(request: Request, runtime: WebRuntime): Promise<void> {
  if (isInstructor(request, runtime)) return;
  if (bearerOf(request) === null) {
    throw new Problem('token_needed', `${needed(runtime)} Nothing was done.`);
  }
  await refuseTooManyLogins(request, runtime);
  throw new Problem('wrong_token', 'This is not the instructor token, so nothing was done.');
}

const needed = ({ instructor }: WebRuntime): string =>
  instructor.hasToken
    ? 'This takes the instructor: log in with the token that was printed at the start, or send it as "Authorization: Bearer".'
    : 'This takes the instructor, and no instructor token is set here: set STAMPEDE_TOKEN and start again.';
