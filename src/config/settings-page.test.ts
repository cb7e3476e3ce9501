import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from './project-root';
import { settingsPage } from './settings-page';

test('docs/settings.md is generated from the schema of the settings', async () => {
  await expect(settingsPage()).toMatchFileSnapshot(join(projectRoot(), 'docs/settings.md'));
});
