import { readdirSync } from 'node:fs';

const PAGES = readdirSync(new URL('../web/pages', import.meta.url));

/**
 * Who may import whom, folder by folder of `src`: the one table that lint and `import-directions.test.ts` both enforce.
 *
 * `folders`: the folders it may import from besides itself. `packages`: the npm packages and Node modules that it may
 * import; absent means any. Tests may import whatever they like, and nothing but a test imports `testing`.
 * @type {Readonly<Record<string, { folders: readonly string[], packages?: readonly string[] }>>}
 */
export const IMPORT_DIRECTIONS = {
  domain: { folders: [], packages: [] },
  checkers: { folders: ['domain'], packages: [] },
  kit: { folders: ['domain', 'stores'] },
  strategies: { folders: ['kit', 'domain', 'stores'] },
  // Strategies that lie outside this project: bundled, checked and described.
  'strategy-files': { folders: ['domain', 'config', 'kit', 'strategies'] },
  stores: { folders: ['domain', 'config'] },
  stock: { folders: ['domain', 'stores'] },
  // Its process reads the settings for itself.
  shop: { folders: ['kit', 'strategies', 'strategy-files', 'stores', 'stock', 'domain', 'config'] },
  // Knows no database: the purchase call is injected.
  load: { folders: ['domain'] },
  lab: { folders: ['domain', 'checkers', 'kit', 'strategies', 'strategy-files', 'stores', 'stock', 'config'] },
  experiments: { folders: ['domain', 'config'] },
  // Breaks services on purpose: one list of faults, for a lane of a flood, for the matrix and for chaos.
  faults: { folders: ['domain', 'checkers', 'kit', 'strategies', 'stores', 'stock', 'load', 'experiments', 'config'] },
  flood: { folders: ['domain', 'checkers', 'kit', 'strategies', 'strategy-files', 'stores', 'stock', 'load', 'faults', 'config'] },
  tools: { folders: ['domain', 'kit', 'strategies', 'strategy-files', 'stores', 'stock', 'shop', 'load', 'flood', 'lab', 'experiments', 'config'] },
  // `domain` for waiting, and for nothing that is sold.
  services: { folders: ['config', 'domain'] },
  // Works in the browser and in Node alike, so it imports nothing that only one of them has.
  streaming: { folders: ['domain'], packages: ['zod'] },
  // `domain` for the limits that settings can only lower.
  config: { folders: ['domain'], packages: ['zod', 'node:fs', 'node:os', 'node:path', 'node:url'] },
  // `stores` for what a command prepares before it begins, and for the errors that it puts into words.
  cli: { folders: ['tools', 'flood', 'lab', 'faults', 'strategies', 'strategy-files', 'shop', 'stores', 'experiments', 'config', 'domain', 'services'] },
  // The table of routes, and the one runtime that they and the pages work with. It sells through the handler that the shops run,
  // and the schema of a flood's plan is one with that of an experiment's.
  api: { folders: ['tools', 'flood', 'lab', 'faults', 'experiments', 'shop', 'strategies', 'strategy-files', 'stock', 'stores', 'streaming', 'domain', 'config'] },
  // A process: it reads its settings, and logs and stops as a shop does.
  'web/server': { folders: ['api', 'config', 'shop'] },
  // One room a page. They share what is in `web/parts`, and know nothing of each other.
  ...Object.fromEntries(PAGES.map((page) => [`web/pages/${page}`, { folders: ['web/parts', 'api', 'streaming', 'domain'] }])),
  'web/parts': { folders: ['domain', 'streaming'] },
  // Next's addresses, a line or two each.
  app: { folders: [...PAGES.map((page) => `web/pages/${page}`), 'web/parts', 'api'] },
  testing: { folders: ['strategy-files', 'api', 'domain', 'config', 'services', 'stores', 'stock', 'kit', 'strategies', 'shop', 'load', 'flood', 'faults', 'lab', 'tools', 'experiments', 'streaming', 'checkers'] },
};

/** @param {string} path below `src`, with `/` @returns {boolean} */
export const isTest = (path) => /\.test\.tsx?$/.test(path) || path.startsWith('testing/');

/**
 * Why one import is not allowed, in a sentence, or null.
 * @param {string} importer path below `src`, like `shop/main.ts`
 * @param {string} specifier as written, like `@/stores/postgres/session` or `zod`
 * @returns {string | null}
 */
export function importProblem(importer, specifier) {
  const folder = folderOf(importer);
  const rule = IMPORT_DIRECTIONS[folder];
  if (rule === undefined) return `src/${folder} is not in the table of import directions (src/testing/import-directions.mjs)`;
  if (isTest(importer)) return null;
  const target = targetFolder(importer, specifier);
  if (target === null) {
    const allowed = rule.packages === undefined || rule.packages.includes(packageName(specifier));
    return allowed ? null : `src/${folder} may not import the package ${packageName(specifier)}`;
  }
  if (target === folder || rule.folders.includes(target)) return null;
  return `src/${folder} may not import from src/${target}, only from ${rule.folders.join(', ') || 'itself'}`;
}

/** The row of the table that holds a path below `src`; its first folder where there is none. @param {string} path */
function folderOf(path) {
  const row = Object.keys(IMPORT_DIRECTIONS).find((folder) => path.startsWith(`${folder}/`));
  return row ?? path.split('/')[0] ?? '';
}

/**
 * The folder of `src` that an import leads to; null for a package.
 * @param {string} importer @param {string} specifier
 */
function targetFolder(importer, specifier) {
  if (specifier.startsWith('@/')) return folderOf(specifier.slice(2));
  if (!specifier.startsWith('.')) return null;
  // Any base will do: only the path is looked at.
  const { pathname } = new URL(specifier, `file:///src/${importer}`);
  return pathname.startsWith('/src/') ? folderOf(pathname.slice('/src/'.length)) : '(outside src)';
}

/** @param {string} specifier */
function packageName(specifier) {
  if (specifier.startsWith('node:')) return specifier;
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
