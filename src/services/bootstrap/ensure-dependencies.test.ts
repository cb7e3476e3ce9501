import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let root: string;

/** A project whose only package is a local folder, so that npm needs no network. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stampede-deps-'));
  writeProject('1.0.0');
});
afterEach(() => rmSync(root, { recursive: true }));

function writeProject(version: string): void {
  mkdirSync(join(root, 'part'), { recursive: true });
  const manifest = { name: 'clone', version: '1.0.0', dependencies: { part: 'file:part' } };
  const packages = { '': manifest, 'node_modules/part': { resolved: 'part', link: true }, part: { version } };
  write('package.json', manifest);
  write('part/package.json', { name: 'part', version });
  write('package-lock.json', { name: 'clone', version: '1.0.0', lockfileVersion: 3, requires: true, packages });
}

const write = (path: string, content: object) => writeFileSync(join(root, path), JSON.stringify(content));

/** Runs it in a separate process, as the command does; returns its messages and its stdout. */
function ensure(): { said: string[]; stdout: string; code: number | null } {
  const module = new URL('./ensure-dependencies.mjs', import.meta.url).href;
  const program = `
    import { ensureDependencies } from ${JSON.stringify(module)};
    await ensureDependencies(${JSON.stringify(root)}, (line) => process.stderr.write('said: ' + line + '\\n'));`;
  const result = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  const said = result.stderr.split('\n').filter((line) => line.startsWith('said: '));
  return { said, stdout: result.stdout, code: result.status };
}

it('installs what is missing, once, and keeps stdout clean', () => {
  expect(ensure()).toMatchObject({ said: ['said: the packages are not installed yet: running npm ci'], stdout: '', code: 0 });
  expect(existsSync(join(root, 'node_modules', 'part', 'package.json'))).toBe(true);
  expect(ensure()).toEqual({ said: [], stdout: '', code: 0 });
});

it('installs again when the lock file has changed, or the packages are gone', () => {
  ensure();
  writeProject('1.1.0');
  expect(ensure().said).toEqual(['said: the packages do not match package-lock.json: running npm ci']);
  rmSync(join(root, 'node_modules'), { recursive: true });
  expect(ensure().said).toHaveLength(1);
  expect(ensure().said).toEqual([]);
});

it('accepts packages that npm has installed by itself', () => {
  spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root });
  expect(ensure()).toMatchObject({ said: [], code: 0 });
});
