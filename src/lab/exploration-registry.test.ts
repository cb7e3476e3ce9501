import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { labSetup } from '@/testing/test-environment';
import { waitUntil } from '@/domain/wait-until';
import { searchBounds } from './default-bounds';
import { ExplorationRegistry } from './exploration-registry';

const folders: string[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A project whose search program is this one. */
function projectWith(program: string): string {
  const root = mkdtempSync(join(tmpdir(), 'stampede-search-'));
  folders.push(root);
  mkdirSync(join(root, '.stampede', 'build'), { recursive: true });
  writeFileSync(join(root, '.stampede', 'build', 'explore.mjs'), program);
  vi.stubEnv('STAMPEDE_ROOT', root);
  return root;
}

it('ends a search whose process writes what is no event as failed, and stops that process', async () => {
  // It ends only when it is sent the signal, and leaves a file then.
  const root = projectWith("import { writeFileSync } from 'node:fs'; process.on('SIGTERM', () => { writeFileSync(`${process.env.STAMPEDE_ROOT}/stopped`, ''); process.exit(0); }); console.log('no event'); setInterval(() => undefined, 1000);");
  const registry = new ExplorationRegistry({ stores: { databaseUrl: 'postgres://nowhere', redisUrls: null }, missingService: () => null });
  const setup = labSetup({});
  const { id } = registry.start(setup, searchBounds(setup, { seed: 1 }));
  await waitUntil('the search has ended', () => registry.find(id)?.status === 'failed');
  expect(registry.find(id)?.failure).toContain('wrote something that is no event');
  await waitUntil('its process has stopped', () => existsSync(join(root, 'stopped')));
});
