import type { Refusal } from '@/shop/wire-refusal';

/** The paths of an OpenAPI document: for each, an object with its methods in small letters. */
export type ApiPaths = Readonly<Record<string, unknown>>;

/**
 * Refuses a method that a route of the API does not have: 405, with those that it has. Null for a method that it has, and for
 * paths that are no route. Next would answer without a word and without `Allow`.
 */
export function methodGuard(paths: ApiPaths): (url: string, method: string) => Refusal | null {
  const routes = Object.entries(paths).map(([path, operations]) => ({ pattern: patternOf(path), literal: !path.includes('{'), methods: methodsOf(operations) }));
  // A path that is spelled out goes before one with a placeholder, as it does in Next.
  routes.sort((a, b) => Number(b.literal) - Number(a.literal));
  return (url, method) => {
    const [path = ''] = url.split('?', 1);
    const route = routes.find(({ pattern }) => pattern.test(path));
    if (!route || route.methods.includes(method)) return null;
    const allow = route.methods.join(', ');
    return { status: 405, code: 'method_not_allowed', message: `${method} is nothing that ${path} does: it takes ${allow}. Nothing was done.`, headers: { allow } };
  };
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`);

function methodsOf(operations: unknown): string[] {
  const named = Object.keys(Object(operations) as object).map((name) => name.toUpperCase()).filter((name) => METHODS.has(name));
  return [...named, ...(named.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
