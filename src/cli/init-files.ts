import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { isInstalledPackage } from '@/config/installed-package.mjs';
import { projectRoot } from '@/config/project-root';

/** Where each file of `experiments/init` is written. npm would leave a file named `.gitignore` out of the package. */
const TEMPLATES: readonly (readonly [template: string, target: string])[] = [
  ['mine.ts', 'mine.ts'],
  ['mine.yaml', 'mine.yaml'],
  ['workflow.yml', '.github/workflows/stampede.yml'],
  ['gitignore', '.gitignore'],
];

/** What `init` found and did: paths from its folder. */
export interface InitResult {
  made: string[];
  kept: string[];
}

/** Writes the files of a first project into `folder`, skipping those that exist. */
export async function writeInitFiles(folder: string): Promise<InitResult> {
  const root = projectRoot();
  const result: InitResult = { made: [], kept: [] };
  const templates = await Promise.all(TEMPLATES.map(async ([template, target]) => [target, await readFile(join(root, 'experiments', 'init', template), 'utf8')] as const));
  for (const [path, text] of [...templates, ['tsconfig.json', toJson(tsconfig(root, folder))], ['package.json', toJson(manifest(root, folder))]] as const) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    (await writeNew(target, text) ? result.made : result.kept).push(path);
  }
  return result;
}

/** False if the file exists already; it is left as it is. */
async function writeNew(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Lets an editor find the kit under both names: in the package as declarations, in a checkout as the sources with their own alias. */
function tsconfig(root: string, folder: string): object {
  const installed = isInstalledPackage(root);
  const kit = [pathFrom(folder, installed ? join(root, '.stampede', 'types', 'kit', 'index.d.ts') : join(root, 'src', 'kit', 'index.ts'))];
  return {
    compilerOptions: {
      target: 'ES2023',
      module: 'esnext',
      moduleResolution: 'bundler',
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      typeRoots: [pathFrom(folder, dirname(dirname(createRequire(join(root, 'package.json')).resolve('@types/node/package.json'))))],
      types: ['node'],
      paths: { stampede: kit, 'stampede-sandbox': kit, ...(installed ? {} : { '@/*': [`${pathFrom(folder, join(root, 'src'))}/*`] }) },
    },
    // The kit declares the types of one package itself; in the package they are among the kit's declarations.
    include: ['*.ts', ...(installed ? [] : [pathFrom(folder, join(root, 'src', 'stores', 'redis', 'redlock-module.d.ts'))])],
  };
}

/** If the package is installed, npm puts its command on the PATH of scripts, also in folders below. */
function manifest(root: string, folder: string): object {
  const stampede = isInstalledPackage(root) ? 'stampede' : `node "${pathFrom(folder, join(root, 'src', 'cli', 'stampede.mjs'))}"`;
  return { private: true, type: 'module', scripts: { test: `${stampede} flood ./mine.ts naive && ${stampede} explore ./mine.ts` } };
}

const toJson = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

function pathFrom(folder: string, target: string): string {
  const path = relative(folder, target).replaceAll('\\', '/');
  return isAbsolute(path) || path.startsWith('.') ? path : `./${path}`;
}
