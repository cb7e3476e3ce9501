/** Builds the bundles and the page, for a container image or any place that only runs them later. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuild } from './ensure-build.mjs';
import { ensureWebBuild } from './ensure-web-build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** @param {string} line */
const log = (line) => process.stderr.write(`${line}\n`);

await ensureBuild(root, log);
await ensureWebBuild(root, log);
