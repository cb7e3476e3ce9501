import { findPath, type ApiPath } from './find-route';

/** A refusal, as the server in front of the routes gives it. */
interface MethodRefusal {
  status: 405;
  code: 'method_not_allowed';
  message: string;
  headers: { allow: string };
}

/**
 * Refuses a method that a route of the API does not have: 405, with those that it has. Null for a method that it has, and for
 * paths that are no route. The server asks before anything of the request is read.
 */
export function refusedMethod(url: string, method: string): MethodRefusal | null {
  const [path = ''] = url.split('?', 1);
  const { found } = findPath(path) ?? {};
  return found && !found.allow.split(', ').includes(method) ? methodRefusal(found, path, method) : null;
}

export const methodRefusal = ({ allow }: ApiPath, path: string, method: string): MethodRefusal => ({
  status: 405,
  code: 'method_not_allowed',
  message: `${method} is nothing that ${path} does: it takes ${allow}. Nothing was done.`,
  headers: { allow },
});
