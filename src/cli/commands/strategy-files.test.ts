import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '@/config/project-root';
import { runCommand } from '@/testing/cli';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';

let home: ThrowAwayDatabase;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  home = await throwAwayDatabase();
  folder = mkdtempSync(join(tmpdir(), 'stampede-files-'));
  env = { DATABASE_URL: home.url };
  const { code, stdout, stderr } = await runCommand(['init', folder], env);
  expect(code ?? 0, stderr).toBe(0);
  expect(stdout.match(/^made /gm)).toHaveLength(6);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await home.drop();
});

const inFolder = (name: string): string => join(folder, name);
const contents = (): string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => `${entry.name}: ${readFileSync(join(entry.parentPath, entry.name), 'utf8')}`).sort();

describe('stampede init', () => {
  it('changes nothing the second time, and names the existing files', async () => {
    writeFileSync(inFolder('mine.yaml'), readFileSync(inFolder('mine.yaml'), 'utf8').replace('My strategy', 'My own'));
    const before = contents();
    const { stdout, stderr } = await runCommand(['init', folder], env);
    expect(stdout.match(/^was there /gm)).toHaveLength(6);
    expect(stdout).not.toContain('made ');
    expect(stderr).toContain('nothing was changed');
    expect(contents()).toEqual(before);
  });

  it('writes a tsconfig with which the strategy has no type errors, and a misspelt helper has one', () => {
    const tsc = (): string => execFileSync(process.execPath, [join(projectRoot(), 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', folder], { encoding: 'utf8' });
    expect(tsc()).toBe('');
    writeFileSync(inFolder('wrong.ts'), "import { soldOutt } from 'stampede-sandbox';\nexport default soldOutt;\n");
    expect(tsc).toThrow();
    rmSync(inFolder('wrong.ts'));
  });

  it('writes a strategy that passes its own test script: a flood and a search', () => {
    const printed = execFileSync('npm', ['test', '--silent'], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    expect(printed).toBe('');
  });
});

describe('a strategy from a file', () => {
  it('takes part in an experiment by a path relative to the folder of the experiment', async () => {
    const { code, stdout, stderr } = await runCommand(['experiment', inFolder('mine.yaml'), '--json'], env);
    expect(code, stderr).toBe(0);
    const { experiments } = JSON.parse(stdout) as { experiments: { name: string; verdict: string; reports: { lanes: { strategy: string; verdict: string; unitsSold: number }[] }[] }[] };
    expect(experiments).toMatchObject([{ name: 'mine', verdict: 'pass' }]);
    const lanes = experiments[0]?.reports[0]?.lanes ?? [];
    expect(lanes.find(({ strategy }) => strategy === 'mine')).toMatchObject({ verdict: 'pass', unitsSold: 20 });
    expect(lanes.find(({ strategy }) => strategy === 'naive')).toMatchObject({ verdict: 'violated' });
  });

  it('is refused with its place if the experiment names one that does not exist', async () => {
    writeFileSync(inFolder('other.yaml'), readFileSync(inFolder('mine.yaml'), 'utf8').replace('./mine.ts', './other.ts'));
    const { code, stderr } = await runCommand(['experiment', inFolder('other.yaml')], env);
    expect(code).toBe(64);
    expect(stderr).toContain(`${inFolder('other.ts')}: there is no such file`);
  });

  it('passes the check when it is safe: a flood, the last item and every schedule of two buyers', async () => {
    const { code, stdout, stderr } = await runCommand(['check', inFolder('mine.ts'), '--quick', '--json'], env);
    expect(code, stderr).toBe(0);
    const checked = JSON.parse(stdout) as { experiments: { name: string }[]; explorations: { setup: { strategy: string }; violated: number; coverage: { exhaustive: boolean } }[] };
    expect(checked.experiments.map(({ name }) => name)).toEqual(['your-flood', 'your-last-item']);
    expect(checked.explorations).toMatchObject([{ setup: { strategy: 'mine' }, violated: 0, coverage: { exhaustive: true } }]);
  });

  it('fails the check when its lock is removed, in the flood and in the search', async () => {
    writeFileSync(inFolder('unlocked.ts'), readFileSync(inFolder('mine.ts'), 'utf8').replace(' for update`', '`').replace("id: 'mine'", "id: 'unlocked'").replace('tx.lock(', 'tx.read('));
    const { code, stdout, stderr } = await runCommand(['check', inFolder('unlocked.ts'), '--quick', '--json'], env);
    expect(code, stderr).toBe(1);
    const checked = JSON.parse(stdout) as { experiments: { exitCode: number }[]; explorations: { violated: number }[] };
    expect(checked.experiments.map(({ exitCode }) => exitCode)).toContain(1);
    expect(checked.explorations[0]?.violated).toBeGreaterThan(0);
  });

  it('is listed with the built-in ones when its file is named', async () => {
    const { code, stdout } = await runCommand(['list', inFolder('mine.ts'), '--json'], env);
    expect(code).toBe(0);
    const { strategies } = JSON.parse(stdout) as { strategies: { id: string; class: string; fileName: string }[] };
    expect(strategies.find(({ id }) => id === 'mine')).toMatchObject({ class: 'safe', fileName: inFolder('mine.ts') });
  });
});
