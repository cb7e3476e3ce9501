import type { ApiRoute, PathValues } from './route';
import { API_ROUTES } from './table';

/** One path of the table, with its routes by method. */
export interface ApiPath {
  path: string;
  routes: ReadonlyMap<string, ApiRoute>;
  /** The Allow header of a 405 and of an answer to OPTIONS. */
  allow: string;
}

const isPlaceholder = (segment: string): boolean => segment.startsWith('{');
const segmentsOf = (path: string): string[] => path.replace(/\/$/, '').split('/');
const placeholders = (path: string): number => segmentsOf(path).filter(isPlaceholder).length;

/** Literal parts are matched before placeholders. */
export const API_PATHS: readonly ApiPath[] = [...new Set(API_ROUTES.map(({ path }) => path))].sort((one, other) => placeholders(one) - placeholders(other)).map((path) => {
  const routes = new Map(API_ROUTES.filter((route) => route.path === path).map((route) => [route.method, route]));
  return { path, routes, allow: [...routes.keys(), ...(routes.has('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ') };
});

/** The path of the table that matches an address, with the values of its placeholders; null if there is none. */
export function findPath(pathname: string): { found: ApiPath; values: PathValues } | null {
  const asked = segmentsOf(pathname);
  for (const found of API_PATHS) {
    const values = valuesIn(segmentsOf(found.path), asked);
    if (values) return { found, values };
  }
  return null;
}

function valuesIn(wanted: readonly string[], asked: readonly string[]): Record<string, string> | null {
  if (wanted.length !== asked.length) return null;
  const values: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const text = asked[index] ?? '';
    if (!isPlaceholder(segment)) {
      if (segment !== text) return null;
    } else {
      const decoded = decode(text);
      if (decoded === null || decoded === '') return null;
      values[segment.slice(1, -1)] = decoded;
    }
  }
  return values;
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
