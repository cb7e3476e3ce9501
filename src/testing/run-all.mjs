/**
 * `npm test`: brings what the tests need, runs every stage, goes on after one that fails, and ends with one line,
 * `N passed, N failed`. Plain JavaScript, because in a fresh clone there are no packages yet.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuild } from '../services/bootstrap/ensure-build.mjs';
import { ensureDependencies } from '../services/bootstrap/ensure-dependencies.mjs';
import { nodeComplaint } from '../services/bootstrap/ensure-node.mjs';
import { ensureWebBuild, nextProgram } from '../services/bootstrap/ensure-web-build.mjs';

/** @typedef {{ passed: number, failed: number }} Count */

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const VITEST_REPORT = join(root, '.stampede', 'vitest.json');
/** The exit code, as src/domain/verdict.ts has it. */
const UNDECIDED = 2;
const CLI = join(root, 'src', 'cli', 'stampede.mjs');

/** @param {string} text */
const say = (text) => process.stdout.write(`${text}\n`);

/** The programs that the set-up found, for the stages. @type {Record<string, string>} */
const found = {};

/** What some stages break on purpose must be our own, also where the environment names servers for the tests. */
const OWN_SERVICES = { DATABASE_URL: '', REDIS_URLS: '', SHOP_URLS: '', NATS_URL: '' };

/** Without these nothing can run, so the first that fails ends it. @type {[string, () => void | Promise<unknown>][]} */
const SETUP = [
  ['Node', () => refuse(nodeComplaint())],
  ['packages', () => ensureDependencies(root, say, { forDevelopment: true })],
  ['bundles', () => ensureBuild(root, say)],
  ['Redis, NATS, PgBouncer, HAProxy and Chromium', findPrograms],
];

/** @type {[string, () => Count | Promise<Count>][]} */
const STAGES = [
  ['types', types],
  ['lint', () => stage('eslint', ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'])],
  ['page build', pageBuild],
  ['tests', vitest],
  ['check --quick', () => stage('stampede check', [CLI, 'check', '--quick'], OWN_SERVICES)],
  ['matrix', () => stage('stampede matrix', [CLI, 'matrix'], OWN_SERVICES)],
  ['chaos --quick', chaos],
];

/** @type {Count} */
const total = { passed: 0, failed: 0 };
/** @type {string[]} */
const failedStages = [];

if (await setUp()) for (const [name, run] of STAGES) await runStage(name, run);
say(failedStages.length === 0 ? '\nevery stage passed' : `\nfailed: ${failedStages.join(', ')}`);
say(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function setUp() {
  for (const [name, run] of SETUP) {
    try {
      await run();
    } catch (error) {
      say(`\nset-up of ${name} failed: ${error instanceof Error ? error.message : error}`);
      failedStages.push(`set-up of ${name}`);
      total.failed++;
      return false;
    }
  }
  return true;
}

/** @param {string} name @param {() => Count | Promise<Count>} run */
async function runStage(name, run) {
  say(`\n=== ${name} ${'='.repeat(Math.max(3, 70 - name.length))}`);
  const started = performance.now();
  const count = await run();
  total.passed += count.passed;
  total.failed += count.failed;
  if (count.failed > 0) failedStages.push(name);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(`--- ${name}: ${count.failed === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
}

/** @param {string | null} complaint */
function refuse(complaint) {
  if (complaint !== null) throw new Error(complaint);
}

function findPrograms() {
  const args = [CLI, 'services', 'install', '--chromium', '--nats', '--pgbouncer', '--haproxy'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error('the tests need Redis, NATS, PgBouncer, HAProxy and Chromium; the reason is above');
  found.CHROMIUM_PATH = JSON.parse(stdout).chromium;
}

/** Next writes the types of its routes first; tsc needs them. */
function types() {
  if (existsSync(join(root, 'src', 'app'))) spawnNode([nextProgram(root), 'typegen'], { NEXT_TELEMETRY_DISABLED: '1' });
  return stage('tsc', ['node_modules/typescript/bin/tsc', '--noEmit']);
}

async function pageBuild() {
  try {
    await ensureWebBuild(root, say);
    return { passed: 1, failed: 0 };
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return { passed: 0, failed: 1 };
  }
}

function vitest() {
  mkdirSync(dirname(VITEST_REPORT), { recursive: true });
  rmSync(VITEST_REPORT, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${VITEST_REPORT}`];
  const status = spawnNode(['node_modules/vitest/vitest.mjs', 'run', ...reporters], found);
  const count = countTests();
  // An error outside any test, or no report at all.
  if (status !== 0 && count.failed === 0) count.failed = 1;
  return count;
}

/** A test that is skipped proves nothing: it counts as failed. So does a file that does not load. @returns {Count} */
function countTests() {
  try {
    const report = JSON.parse(readFileSync(VITEST_REPORT, 'utf8'));
    const unloaded = report.testResults.filter(
      (/** @type {{ status: string, assertionResults: unknown[] }} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
    ).length;
    const skipped = report.numPendingTests + report.numTodoTests;
    if (skipped > 0) say(`${skipped} skipped tests count as failed`);
    return { passed: report.numPassedTests, failed: report.numFailedTests + skipped + unloaded };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** A run that could not decide has proven nothing, for a machine that others use, too: it is made once more. A violation never is. */
function chaos() {
  const args = [CLI, 'chaos', '--quick'];
  const status = spawnNode(args, OWN_SERVICES);
  if (status !== UNDECIDED) return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  say('stampede chaos was undecided: once more');
  return stage('stampede chaos', args, OWN_SERVICES);
}

/** @param {string} name @param {string[]} args @param {Record<string, string>} [env] @returns {Count} */
function stage(name, args, env = {}) {
  const status = spawnNode(args, env);
  if (status !== 0) say(`${name} ended with code ${status}`);
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** @param {string[]} args @param {Record<string, string>} env */
function spawnNode(args, env) {
  return spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } }).status;
}
