import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { promisify } from 'node:util';
import { childEnvironment } from '@/config/child-environment';
import { projectRoot } from '@/config/project-root';
import type { RunReport } from '@/domain/report';
import { waitUntil } from '@/domain/wait-until';
import { freePort } from '@/services/free-port';
import { publishedServices } from '@/services/services-file';
import { throwAwayDatabase, type ThrowAwayDatabase } from './throw-away-database';

/**
 * What a user gets: the tarball of `npm pack`, installed into an empty folder, without anything else of this project. Packing may build
 * the page, and installing fetches what is not in npm's cache.
 */
const PACK_AND_INSTALL_MS = 900_000;

const run = promisify(execFile);
let home: ThrowAwayDatabase;
let above: string;
let app: string;
let installed: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  home = await throwAwayDatabase();
  env = childEnvironment({ DATABASE_URL: home.url, REDIS_URLS: inject('redisUrls').join(','), STAMPEDE_ROOT: null, NODE_ENV: null });
  above = mkdtempSync(join(tmpdir(), 'stampede-package-'));
  app = join(above, 'app');
  installed = join(app, 'node_modules', 'stampede-sandbox');
  mkdirSync(app);
  await run('npm', ['pack', '--silent', '--pack-destination', above], { cwd: projectRoot(), env, maxBuffer: 1e8 });
  const tarball = readdirSync(above).find((name) => /^stampede-sandbox-.*\.tgz$/.test(name)) ?? 'none';
  await run('npm', ['install', '--save-dev', '--prefer-offline', '--no-audit', '--no-fund', join('..', tarball)], { cwd: app, env, maxBuffer: 1e8 });
  await stampede('init');
}, PACK_AND_INSTALL_MS);
afterAll(async () => {
  rmSync(above, { recursive: true, force: true });
  await home.drop();
});

const stampede = (...args: string[]): Promise<{ stdout: string; stderr: string }> => run('npx', ['--no-install', 'stampede', ...args], { cwd: app, env, maxBuffer: 1e8 });

it('contains neither the tests nor development tools', () => {
  const files = readdirSync(installed, { recursive: true }).map(String);
  expect(files.filter((file) => file.includes('.test.'))).toEqual([]);
  for (const tool of ['vitest', 'eslint', 'playwright-core', 'autocannon']) expect(readdirSync(join(app, 'node_modules'))).not.toContain(tool);
});

it('floods a file beside a built-in strategy, and catches the built-in one', async () => {
  const { stdout } = await stampede('flood', './mine.ts', 'naive', '--buyers', '60', '--stock', '10', '--json');
  const { lanes } = JSON.parse(stdout) as RunReport;
  expect(lanes.map(({ strategy, verdict }) => [strategy, verdict])).toEqual([['mine', 'pass'], ['naive', 'violated']]);
});

it('searches every schedule of a file', async () => {
  const { stdout } = await stampede('explore', './mine.ts', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ explorations: [{ violated: 0, coverage: { exhaustive: true } }], exitCode: 0 });
});

it('has types for an editor under both names, and they refuse unknown names', async () => {
  const tsc = (): Promise<unknown> => run(process.execPath, [join(app, 'node_modules', 'typescript', 'bin', 'tsc'), '--noEmit'], { cwd: app, env });
  await tsc();
  writeFileSync(join(app, 'two.ts'), "import { soldOut } from 'stampede';\nimport { soldOut as same } from 'stampede-sandbox';\nexport default [soldOut().kind, same().kind];\n");
  await tsc();
  writeFileSync(join(app, 'wrong.ts'), "import { soldOutt } from 'stampede';\nexport default soldOutt;\n");
  await expect(tsc()).rejects.toMatchObject({ stdout: expect.stringContaining('soldOutt') as string });
});

it('keeps what it writes in the user\'s project: the package stays as npm installed it', async () => {
  const before = statSync(join(installed, '.stampede')).mtimeMs;
  await stampede('list');
  expect(readdirSync(join(installed, '.stampede')).sort()).toEqual(['build', 'types', 'web-build']);
  expect(statSync(join(installed, '.stampede')).mtimeMs).toBe(before);
  expect(readdirSync(join(app, '.stampede'))).toContain('strategies');
});

it('shows its page, which is prebuilt', async () => {
  const port = String(await freePort(0));
  const child = spawn(process.execPath, [join(installed, 'src', 'cli', 'stampede.mjs'), 'start'], { cwd: app, env: { ...env, HOST: '127.0.0.1', PORT: port }, stdio: 'ignore' });
  const ended = once(child, 'exit');
  try {
    const url = await waitUntil('the web is up', () => publishedServices(join(app, '.stampede')).find(({ launcher, webUrl }) => launcher.pid === child.pid && webUrl !== null)?.webUrl ?? null, { within: 60_000 });
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Stampede');
  } finally {
    child.kill();
    await ended;
  }
});
