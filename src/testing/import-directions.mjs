import { readdirSync } from 'node:fs';

const PAGES = readdirSync(new URL('../web/pages', import.meta.url));

/**
 * Who may import whom, folder by folder of `src`: the one table that lint and `import-directions.test.ts` both enforce.
 *
 * `folders`: the folders it may import from besides itself. `packages`: the npm packages and Node modules that it may
 * import; absent means any. Tests may import anything, and only tests import `testing`.
 * @type {Readonly<Record<string, { folders: readonly string[], packages?: readonly string[] }>>}
 */
export const IMPORT_DIRECTIONS = {
  domain: { folders: [], packages: [] },
  checkers: { folders: ['domain'], packages: [] },
  kit: { folders: ['domain', 'stores'] },
  strategies: { folders: ['kit', 'domain', 'stores'] },
  // Strategies outside this project: bundled, checked and described.
  'strategy-files': { folders: ['domain', 'config', 'kit', 'strategies'] },
  stores: { folders: ['domain', 'config'] },
  stock: { folders: ['domain', 'stores'] },
  // Its process reads the settings itself.
  shop: { folders: ['kit', 'strategies', 'strategy-files', 'stores', 'stock', 'domain', 'config'] },
  // Does not use the database: the purchase call is injected.
  load: { folders: ['domain'] },
  lab: { folders: ['domain', 'checkers', 'kit', 'strategies', 'strategy-files', 'stores', 'stock', 'config'] },
  experiments: { folders: ['domain', 'config'] },
  // Breaks services on purpose: one list of faults, for a lane of a flood, for the matrix and for chaos.
  faults: { folders: ['domain', 'checkers', 'kit', 'strategies', 'stores', 'stock', 'load', 'experiments', 'config'] },
  flood: { folders: ['domain', 'checkers', 'kit', 'strategies', 'strategy-files', 'stores', 'stock', 'load', 'faults', 'config'] },
  tools: { folders: ['domain', 'kit', 'strategies', 'strategy-files', 'stores', 'stock', 'shop', 'load', 'flood', 'lab', 'experiments', 'config'] },
  // `domain` only for waiting.
  services: { folders: ['config', 'domain'] },
  // Works in the browser and in Node alike, so it imports nothing that only one of them has.
  streaming: { folders: ['domain'], packages: ['zod'] },
  // `domain` for the limits that settings can only lower.
  config: { folders: ['domain'], packages: ['zod', 'node:fs', 'node:os', 'node:path', 'node:url'] },
  // `stores` to prepare what a command needs, and to report its errors.
  cli: { folders: ['tools', 'flood', 'lab', 'faults', 'strategies', 'strategy-files', 'shop', 'stores', 'experiments', 'config', 'domain', 'services'] },
  // The table of routes, and the runtime of routes and pages. It sells through the handler that the shops run,
  // and a flood's plan has the same schema as an experiment's.
  api: { folders: ['tools', 'flood', 'lab', 'faults', 'experiments', 'shop', 'strategies', 'strategy-files', 'stock', 'stores', 'streaming', 'domain', 'config'] },
  // A process: it reads its settings, and logs and stops as a shop does.
  'web/server': { folders: ['api', 'config', 'shop'] },
  // One folder for each page. They share `web/parts`, and do not import each other.
  ...Object.fromEntries(PAGES.map((page) => [`web/pages/${page}`, { folders: ['web/parts', 'api', 'streaming', 'domain'] }])),
  'web/parts': { folders: ['domain', 'streaming'] },
  // Next's route files, a line or two each.
  app: { folders: [...PAGES.map((page) => `web/pages/${page}`), 'web/parts', 'api'] },
  testing: { folders: ['strategy-files', 'api', 'domain', 'config', 'services', 'stores', 'stock', 'kit', 'strategies', 'shop', 'load', 'flood', 'faults', 'lab', 'tools', 'experiments', 'streaming', 'checkers'] },
};

/** @param {string} path below `src`, with `/` @returns {boolean} */
export const isTest = (path) => /\.test\.tsx?$/.test(path) || path.startsWith('testing/');

/**
 * Why an import is not allowed, as a sentence, or null.
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

/** The row of the table for a path below `src`; its first folder if there is none. @param {string} path */
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
  // Any base will do: only the path is used.
  const { pathname } = new URL(specifier, `file:///src/${importer}`);
  return pathname.startsWith('/src/') ? folderOf(pathname.slice('/src/'.length)) : '(outside src)';
}

/** @param {string} specifier */
function packageName(specifier) {
  if (specifier.startsWith('node:')) return specifier;
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
