/** `npm run fuzz`: the whole suite, with many requests unless FUZZ_REQUESTS says how many. FUZZ_SEED repeats a run. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuild } from '../../services/bootstrap/ensure-build.mjs';
import { ensureWebBuild } from '../../services/bootstrap/ensure-web-build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
/** @param {string} line */
const log = (line) => process.stderr.write(`${line}\n`);

await ensureBuild(root, log);
await ensureWebBuild(root, log);
const env = { FUZZ_REQUESTS: '50000', FUZZ_SEED: String(Date.now() % 1_000_000_007), ...process.env };
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'src/testing/fuzz'], { cwd: root, stdio: 'inherit', env });
process.exitCode = status ?? 1;
