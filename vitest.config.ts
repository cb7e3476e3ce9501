import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)), stampede: fileURLToPath(new URL('./src/kit/index.ts', import.meta.url)) } },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    globalSetup: ['src/testing/global-setup.ts'],
    // Real servers on a slow machine; a test that hangs still ends.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // Each file has a database of its own, so files can run side by side; more of them than this only wait for Postgres.
    maxWorkers: 2,
  },
});
