import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withFileLock } from './file-lock.mjs';

let folder: string;
let lock: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stampede-lock-'));
  lock = join(folder, 'the.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Increments a number in a file the naive way, `times` times, in a separate process, each time under the lock. */
async function countInAnotherProcess(times: number): Promise<void> {
  const program = `
    import { readFileSync, writeFileSync } from 'node:fs';
    import { withFileLock } from ${JSON.stringify(new URL('./file-lock.mjs', import.meta.url).href)};
    const file = ${JSON.stringify(join(folder, 'count'))};
    for (let i = 0; i < ${times}; i++) {
      await withFileLock(${JSON.stringify(lock)}, () => writeFileSync(file, String(Number(readFileSync(file, 'utf8')) + 1)));
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
}

it('lets one process in at a time', async () => {
  writeFileSync(join(folder, 'count'), '0');
  await Promise.all([1, 2, 3].map(() => countInAnotherProcess(20)));
  expect(readFileSync(join(folder, 'count'), 'utf8')).toBe('60');
  expect(readdirSync(folder)).toEqual(['count']);
});

it('lets one call at a time in within a process', async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await new Promise(setImmediate);
    inside--;
  };
  await Promise.all([1, 2, 3, 4].map(() => withFileLock(lock, work)));
  expect(most).toBe(1);
});

it('is taken over from a dead owner by exactly one at a time', async () => {
  writeFileSync(lock, JSON.stringify({ pid: process.pid, startedAt: 'long ago', token: 'of the dead' }));
  writeFileSync(join(folder, 'count'), '0');
  await Promise.all([1, 2, 3].map(() => countInAnotherProcess(5)));
  expect(readFileSync(join(folder, 'count'), 'utf8')).toBe('15');
});

it('is given back when the work fails', async () => {
  await expect(withFileLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(lock)).toBe(false);
});

it('names the holder when it does not become free', async () => {
  await withFileLock(lock, async () => {
    const second = withFileLock(lock, () => undefined, { timeoutMs: 60 });
    await expect(second).rejects.toThrow(`process ${process.pid} holds it`);
  });
});
