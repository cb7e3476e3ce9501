import { expect, it, vi } from 'vitest';
import { findChromium } from './chromium';

const quiet = () => undefined;

it('uses the one that the setting names', async () => {
  expect(await findChromium({ chromiumPath: process.execPath, noInstall: true }, quiet)).toBe(process.execPath);
});

it('says so when the setting names none', async () => {
  const found = await findChromium({ chromiumPath: '/nowhere/chromium', noInstall: true }, quiet);
  expect(found).toEqual({ unavailable: expect.stringContaining('CHROMIUM_PATH names /nowhere/chromium') as string });
});

it('says how to get one if there is none and installing is forbidden', async () => {
  vi.stubEnv('PATH', '');
  vi.stubEnv('HOME', '/nowhere');
  const found = await findChromium({ chromiumPath: null, noInstall: true }, quiet);
  vi.unstubAllEnvs();
  expect(found).toEqual({ unavailable: expect.stringMatching(/STAMPEDE_NO_INSTALL.*Install it \(.*chromium\).*CHROMIUM_PATH/) as string });
});
