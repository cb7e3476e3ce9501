#!/usr/bin/env node
/**
 * The `stampede` command. Plain JavaScript without packages, because in a fresh clone there are none yet: it brings the
 * packages and the bundles up to date, then loads `.stampede/build/cli.mjs` in this same process.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { endWithRunner } from '../services/bootstrap/end-with-runner.mjs';
import { nodeProblem } from '../services/bootstrap/ensure-node.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** @param {string} line */
const log = (line) => process.stderr.write(`stampede: ${line}\n`);

const problem = nodeProblem();
if (problem !== null) {
  log(problem);
  process.exit(4);
}

endWithRunner();

try {
  const { ensureDependencies } = await import('../services/bootstrap/ensure-dependencies.mjs');
  await ensureDependencies(root, log);
  const { ensureBuild } = await import('../services/bootstrap/ensure-build.mjs');
  await ensureBuild(root, log);
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.exit(4);
}

process.setSourceMapsEnabled(true);
await import(pathToFileURL(join(root, '.stampede', 'build', 'cli.mjs')).href);
