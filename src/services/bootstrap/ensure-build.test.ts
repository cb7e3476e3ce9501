import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { projectRoot } from '@/config/project-root';
import { currentBuildId, ensureBuild } from './ensure-build.mjs';

const run = promisify(execFile);
let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'stampede-build-')));
  for (const folder of ['src/cli', 'src/strategies', 'src/app']) mkdirSync(join(root, folder), { recursive: true });
  symlinkSync(join(projectRoot(), 'node_modules'), join(root, 'node_modules'));
  write('package.json', '{ "type": "module" }');
  write('src/strategies/naive.ts', `export const name: string = 'naive';`);
  write('src/cli/main.ts', `import { name } from '@/strategies/naive'; process.stdout.write(name);`);
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (path: string, text: string) => writeFileSync(join(root, path), text);
const printed = async () => (await run(process.execPath, [join(root, '.stampede/build/cli.mjs')])).stdout;

it('builds the sources, and again after any edit of a strategy', async () => {
  const first = await ensureBuild(root);
  expect(await printed()).toBe('naive');
  write('src/strategies/naive.ts', `export const name: string = 'edited';`);
  const second = await ensureBuild(root);
  expect(second).not.toBe(first);
  expect(await printed()).toBe('edited');
});

it('does not build again for a change in the page or a test, or for none', async () => {
  const lines: string[] = [];
  const first = await ensureBuild(root, (line: string) => lines.push(line));
  write('src/app/page.tsx', 'export default null;');
  write('src/strategies/naive.test.ts', '');
  expect(await ensureBuild(root, (line: string) => lines.push(line))).toBe(first);
  expect(lines).toHaveLength(1);
});

it("builds again for a change in the web's server, which is in a folder beside the pages", async () => {
  const first = await ensureBuild(root);
  mkdirSync(join(root, 'src/web/server'), { recursive: true });
  write('src/web/server/refusal.ts', 'export const refusal = null;');
  expect(await ensureBuild(root)).not.toBe(first);
});

it('gives several simultaneous commands one complete build', async () => {
  const ids = await Promise.all([1, 2, 3, 4].map(() => ensureBuild(root)));
  expect(new Set(ids).size).toBe(1);
  expect(await printed()).toBe('naive');
});

it('keeps the old bundles when the sources do not build, and says where the error is', async () => {
  await ensureBuild(root);
  write('src/strategies/naive.ts', 'export const name = ;');
  await expect(ensureBuild(root)).rejects.toThrow(/do not build.*left as they were[^]*naive\.ts/);
  expect(await printed()).toBe('naive');
});

it('puts its id into the bundles', async () => {
  write('src/cli/main.ts', 'declare const STAMPEDE_BUILD_ID: string; process.stdout.write(STAMPEDE_BUILD_ID);');
  const id = await ensureBuild(root);
  expect(await printed()).toBe(id);
  expect(readFileSync(join(root, '.stampede/build/build-id'), 'utf8')).toBe(id);
});

it('detects that nothing has changed in less than twice the start-up time of Node, so commands do not get slow', () => {
  const timed = (work: () => void): number => {
    const started = performance.now();
    work();
    return performance.now() - started;
  };
  // The best of several: the machine is busy with other work, too.
  const best = (work: () => void): number => Math.min(...Array.from({ length: 7 }, () => timed(work)));
  const looking = best(() => currentBuildId(projectRoot()));
  expect(looking).toBeLessThan(best(() => spawnSync(process.execPath, ['-e', '0'])) * 2);
});
