import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { API_PATHS } from '@/api/find-route';
import { projectRoot } from '@/config/project-root';
import { purchaseRoutes } from '@/shop/shop-server';
import { STRATEGIES, VARIANTS } from '@/strategies/registry';

/** One route. `path` has parameters in braces, as in `/api/stock/{id}`. */
export interface FuzzedRoute {
  target: 'web' | 'shop';
  kind: 'api' | 'page' | 'purchase';
  path: string;
  methods: readonly string[];
}

/** An address below `/api` that no route has. */
const NO_ROUTE: FuzzedRoute = { target: 'web', kind: 'api', path: '/api/{rest}', methods: ['GET', 'POST'] };

/** Every route of the web's API from its table, every page from its file, and every route of a shop: new ones are fuzzed automatically. */
export function everyRoute(): FuzzedRoute[] {
  const api = API_PATHS.map(({ path, routes }): FuzzedRoute => ({ target: 'web', kind: isPurchase(path) ? 'purchase' : 'api', path, methods: [...routes.keys()] }));
  const app = join(projectRoot(), 'src', 'app');
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).sort();
  const pages = files.filter((file) => file.split(sep).at(-1) === 'page.tsx').map((file): FuzzedRoute => ({ target: 'web', kind: 'page', path: pathOf(relative(app, join(app, file, '..'))), methods: ['GET'] }));
  const shop = [...purchaseRoutes([...STRATEGIES, ...VARIANTS]).keys()].map((path): FuzzedRoute => ({ target: 'shop', kind: 'purchase', path, methods: ['POST'] }));
  const rest = ['/health', '/faults', '/metrics'].map((path): FuzzedRoute => ({ target: 'shop', kind: 'api', path, methods: ['GET'] }));
  return [...api, NO_ROUTE, ...pages, ...shop, ...rest];
}

const isPurchase = (path: string): boolean => /^\/api\/(buy-|purchase)/.test(path);

/** `shop/[id]` to `/shop/{id}`; folders in parentheses are not part of a path. */
function pathOf(folder: string): string {
  const parts = folder.split(sep).filter((part) => part !== '' && !/^\(.*\)$/.test(part));
  return `/${parts.map((part) => part.replace(/^\[(\w+)\]$/, '{$1}')).join('/')}`;
}

/** The label in the table: shops have too many purchase routes to show one by one. */
export const labelOf = ({ target, kind, path }: FuzzedRoute): string => (target === 'shop' && kind === 'purchase' ? 'shop: purchases' : `${target === 'shop' ? 'shop: ' : ''}${path}`);
