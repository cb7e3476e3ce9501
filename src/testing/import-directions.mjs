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
  shop: { folders: ['kit', 'strategies', 'strategy-files', 'stores', 'domain', 'config'] },
  // Knows no database: the purchase call is injected.
  flood: { folders: ['domain'] },
  lab: { folders: ['domain', 'kit', 'strategies', 'stores', 'stock'] },
  experiments: { folders: ['domain', 'config'] },
  // Breaks services on purpose: one list of faults, for a lane of a flood, for the matrix and for chaos.
  faults: { folders: ['domain', 'checkers', 'kit', 'strategies', 'stores', 'stock', 'flood', 'experiments', 'config'] },
  runs: {
    folders: ['domain', 'checkers', 'kit', 'strategies', 'strategy-files', 'stores', 'stock', 'shop', 'flood', 'faults', 'lab', 'experiments', 'config'],
  },
  // `domain` for waiting, and for nothing that is sold.
  services: { folders: ['config', 'domain'] },
  // Works in the browser and in Node alike, so it imports nothing that only one of them has.
  streaming: { folders: ['domain'], packages: ['zod'] },
  // `domain` for the limits that settings can only lower.
  config: { folders: ['domain'], packages: ['zod', 'node:fs', 'node:os', 'node:path', 'node:url'] },
  // `stores` for what a command prepares before it begins, and for the errors that it puts into words.
  cli: { folders: ['runs', 'strategy-files', 'lab', 'faults', 'flood', 'stores', 'experiments', 'config', 'domain', 'streaming', 'services'] },
  // The table of routes, and the one runtime that they and the pages work with. It sells through the handler that the shops run,
  // and the schema of a flood's plan is one with that of an experiment's.
  api: { folders: ['runs', 'strategy-files', 'lab', 'faults', 'flood', 'experiments', 'shop', 'strategies', 'stock', 'stores', 'streaming', 'domain', 'config'] },
  // Its server is a process: it reads its settings, and logs and stops as a shop does.
  app: { folders: ['api', 'ui', 'streaming', 'domain', 'config', 'shop'] },
  ui: { folders: ['domain', 'streaming'] },
  testing: { folders: ['strategy-files', 'api', 'domain', 'config', 'services', 'stores', 'stock', 'kit', 'strategies', 'shop', 'flood', 'faults', 'lab', 'runs', 'experiments', 'streaming', 'checkers'] },
};

/** @param {string} path below `src`, with `/` @returns {boolean} */
export const isTest = (path) => /\.test\.tsx?$/.test(path) || path.startsWith('testing/');

/**
 * Why one import is not allowed, in a sentence, or null.
 * @param {string} importer path below `src`, like `shop/main.ts`
 * @param {string} specifier as written, like `@/stores/postgres/session` or `zod`
 * @returns {string | null}
 */
export function importComplaint(importer, specifier) {
  const folder = importer.split('/')[0] ?? '';
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

/**
 * The folder of `src` that an import leads to; null for a package.
 * @param {string} importer @param {string} specifier
 */
function targetFolder(importer, specifier) {
  if (specifier.startsWith('@/')) return specifier.split('/')[1] ?? '';
  if (!specifier.startsWith('.')) return null;
  // Any base will do: only the path is looked at.
  const { pathname } = new URL(specifier, `file:///src/${importer}`);
  const parts = pathname.split('/');
  return parts[1] === 'src' ? (parts[2] ?? '') : '(outside src)';
}

/** @param {string} specifier */
function packageName(specifier) {
  if (specifier.startsWith('node:')) return specifier;
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
