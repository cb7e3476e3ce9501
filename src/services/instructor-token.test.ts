import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSettings } from '@/config/settings';
import { temporaryStateDir } from '@/testing/launcher-process';
import { provideInstructorToken } from './instructor-token';

let stateDir: string;
let remove: () => void;
beforeEach(() => {
  ({ stateDir, remove } = temporaryStateDir());
});
afterEach(() => remove());

it('is the one from the environment, and then nothing is stored', async () => {
  expect(await provideInstructorToken({ instructorToken: 'given-by-somebody', stateDir })).toBe('given-by-somebody');
  expect(readdirSync(stateDir)).toEqual([]);
});

it('is created once, readable only by us, and is the same after a restart and for launchers that start together', async () => {
  const tokens = await Promise.all(Array.from({ length: 5 }, () => provideInstructorToken({ instructorToken: null, stateDir })));
  expect(new Set(tokens).size).toBe(1);
  const [token = ''] = tokens;
  // The token has to pass the validation of the web's settings.
  expect(readSettings({ STAMPEDE_TOKEN: token }).instructorToken).toBe(token);
  const file = join(stateDir, 'instructor-token');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8').trim()).toBe(token);
});

it('is created again if the file holds none', async () => {
  writeFileSync(join(stateDir, 'instructor-token'), 'short\n');
  expect(await provideInstructorToken({ instructorToken: null, stateDir })).toMatch(/^[\w-]{24}$/);
});
