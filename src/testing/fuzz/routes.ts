import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { projectRoot } from '@/config/project-root';
import { purchaseRoutes } from '@/shop/shop-server';
import { STRATEGIES, VARIANTS } from '@/strategies/registry';

/** One place that takes requests. `path` has parameters in braces, as in `/api/stock/{id}`. */
export interface FuzzedRoute {
  target: 'web' | 'shop';
  kind: 'api' | 'page' | 'purchase';
  path: string;
  methods: readonly string[];
}

const METHODS = /export (?:const|async function|function) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/g;

/** Every route of the web by its files, every page, and every route of a shop: a new one is fuzzed without a word here. */
export function everyRoute(): FuzzedRoute[] {
  const app = join(projectRoot(), 'src', 'app');
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).sort();
  const web = files.flatMap((file): FuzzedRoute[] => {
    const name = file.split(sep).at(-1) ?? '';
    const path = pathOf(relative(app, join(app, file, '..')));
    if (name === 'page.tsx') return [{ target: 'web', kind: 'page', path, methods: ['GET'] }];
    if (name !== 'route.ts') return [];
    const methods = [...readFileSync(join(app, file), 'utf8').matchAll(METHODS)].map(([, method]) => method ?? '');
    return [{ target: 'web', kind: isPurchase(path) ? 'purchase' : 'api', path, methods: methods.length > 0 ? methods : ['GET', 'POST'] }];
  });
  const shop = [...purchaseRoutes([...STRATEGIES, ...VARIANTS]).keys()].map((path): FuzzedRoute => ({ target: 'shop', kind: 'purchase', path, methods: ['POST'] }));
  const rest = ['/health', '/faults', '/metrics'].map((path): FuzzedRoute => ({ target: 'shop', kind: 'api', path, methods: ['GET'] }));
  return [...web, ...shop, ...rest];
}

const isPurchase = (path: string): boolean => /^\/api\/(buy-|purchase)/.test(path);

/** `api/stock/[id]` to `/api/stock/{id}`; folders in round brackets are no part of a path. */
function pathOf(folder: string): string {
  const parts = folder.split(sep).filter((part) => part !== '' && !/^\(.*\)$/.test(part));
  return `/${parts.map((part) => part.replace(/^\[+(?:\.\.\.)?(\w+)\]+$/, '{$1}')).join('/')}`;
}

/** What stands in a line of the table: shops have too many purchase routes to show one by one. */
export const labelOf = ({ target, kind, path }: FuzzedRoute): string => (target === 'shop' && kind === 'purchase' ? 'shop: purchases' : `${target === 'shop' ? 'shop: ' : ''}${path}`);
