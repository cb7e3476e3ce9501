import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '@/config/project-root';
import { apiPage } from './api-page';

test('docs/api.md is generated from the table of routes', async () => {
  await expect(apiPage()).toMatchFileSnapshot(join(projectRoot(), 'docs/api.md'));
});
