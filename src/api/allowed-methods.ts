import { findPath, type ApiPath } from './find-route';

/** A refusal by the server in front of the routes. */
interface MethodRefusal {
  status: 405;
  code: 'method_not_allowed';
  message: string;
  headers: { allow: string };
}

/**
 * Refuses a method that a route of the API does not support: 405, with those that it does. Null for a supported method, and for
 * unknown paths. The server calls it before it reads anything of the request.
 */
export function refusedMethod(url: string, method: string): MethodRefusal | null {
  const [path = ''] = url.split('?', 1);
  const { found } = findPath(path) ?? {};
  return found && !found.allow.split(', ').includes(method) ? methodRefusal(found, path, method) : null;
}

export const methodRefusal = ({ allow }: ApiPath, path: string, method: string): MethodRefusal => ({
  status: 405,
  code: 'method_not_allowed',
  message: `${path} does not support ${method}, only ${allow}. Nothing was done.`,
  headers: { allow },
});
