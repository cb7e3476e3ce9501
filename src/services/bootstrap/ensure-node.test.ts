import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '@/config/project-root';
import { nodeProblem, OLDEST_NODE } from './ensure-node.mjs';

it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('runs on Node %s', (version) => {
  expect(nodeProblem(version)).toBeNull();
});

it.each(['20.18.3', '18.20.0', '16.0.0'])('refuses Node %s with a message', (version) => {
  expect(nodeProblem(version)).toMatch(`needs Node 20.19 or later; this is Node ${version}`);
});

it('agrees with package.json', () => {
  const { engines } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { engines: { node: string } };
  expect(engines.node).toBe(`>=${OLDEST_NODE.join('.')}`);
});
