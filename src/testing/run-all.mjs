/**
 * `npm test`: brings what the tests need, runs every stage, goes on after one that fails, and ends with one line,
 * `N passed, N failed`. `npm run test:long` (`--long`) runs what takes long and says in full what `npm test` says by example.
 * Plain JavaScript, because in a fresh clone there are no packages yet.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ensureBuild } from '../services/bootstrap/ensure-build.mjs';
import { ensureDependencies } from '../services/bootstrap/ensure-dependencies.mjs';
import { nodeProblem } from '../services/bootstrap/ensure-node.mjs';
import { ensureWebBuild, nextProgram } from '../services/bootstrap/ensure-web-build.mjs';

/** @typedef {{ passed: number, failed: number }} Count */
/** What a stage ran: whether it did as it should, and what it printed where that did not go to the terminal at once. @typedef {{ count: Count, output?: string }} Outcome */

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const VITEST_REPORT = join(root, '.stampede', 'vitest.json');
/** The exit code, as src/domain/verdict.ts has it. */
const UNDECIDED = 2;
const CLI = join(root, 'src', 'cli', 'stampede.mjs');
/** Tests with this in their name run in `npm run test:long` alone. */
const LONG_TESTS = '.long.test.';

/** @param {string} text */
const say = (text) => process.stdout.write(`${text}\n`);

/** The programs that the set-up found, for the stages. @type {Record<string, string>} */
const found = {};

/** What some stages break on purpose must be our own, also where the environment names servers for the tests. */
const OWN_SERVICES = { DATABASE_URL: '', REDIS_URLS: '', SHOP_URLS: '', NATS_URL: '' };

/** Without these nothing can run, so the first that fails ends it. @type {[string, () => void | Promise<unknown>][]} */
const SETUP = [
  ['Node', () => refuse(nodeProblem())],
  ['packages', () => ensureDependencies(root, say, { forDevelopment: true })],
  ['bundles', () => ensureBuild(root, say)],
  ['Redis, NATS, PgBouncer, HAProxy and Chromium', findPrograms],
];

/** @typedef {[name: string, run: () => Promise<Outcome>]} Stage */
/** Nothing else waits for these, and they use one core of two. @type {Stage[]} */
const BESIDE = [
  ['types', types],
  ['lint', () => quietly('node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '--cache', '--cache-strategy', 'content', '--cache-location', join(root, '.stampede', 'eslint'), '.')],
];
/** @type {Stage[]} */
const SHORT = [
  ['page build', pageBuild],
  ['tests', () => vitest('--exclude', `**/*${LONG_TESTS}*`)],
  ['check --quick', () => aloud([CLI, 'check', '--quick'], OWN_SERVICES)],
  ['matrix --quick', () => aloud([CLI, 'matrix', '--quick'], OWN_SERVICES)],
  ['chaos --quick', () => chaos('--quick')],
];
/** @type {Stage[]} */
const LONG = [
  ['page build', pageBuild],
  ['long tests', () => vitest(LONG_TESTS)],
  ['matrix', () => aloud([CLI, 'matrix'], OWN_SERVICES)],
  ['chaos', () => chaos()],
  ['fuzz', () => aloud([join(root, 'src', 'testing', 'fuzz', 'run-fuzz.mjs')], found)],
];

/** @type {Count} */
const total = { passed: 0, failed: 0 };
/** @type {string[]} */
const failedStages = [];

const long = process.argv.includes('--long');
if (await setUp()) await Promise.all([oneAfterAnother(long ? [] : BESIDE), oneAfterAnother(long ? LONG : SHORT)]);
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

/** @param {Stage[]} stages */
async function oneAfterAnother(stages) {
  for (const [name, run] of stages) {
    const started = performance.now();
    if (!BESIDE.some(([beside]) => beside === name)) say(`\n=== ${name} ${'='.repeat(Math.max(3, 70 - name.length))}`);
    const { count, output = '' } = await run();
    total.passed += count.passed;
    total.failed += count.failed;
    if (count.failed > 0) failedStages.push(name);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    say(`${output}--- ${name}: ${count.failed === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
  }
}

/** @param {string | null} problem */
function refuse(problem) {
  if (problem !== null) throw new Error(problem);
}

function findPrograms() {
  const args = [CLI, 'services', 'install', '--chromium', '--nats', '--pgbouncer', '--haproxy'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error('the tests need Redis, NATS, PgBouncer, HAProxy and Chromium; the reason is above');
  found.CHROMIUM_PATH = JSON.parse(stdout).chromium;
}

/** Next writes the types of its routes first; tsc needs them. */
async function types() {
  const routes = existsSync(join(root, 'src', 'app')) ? await quietly(nextProgram(root), 'typegen') : null;
  const { count, output } = await quietly('node_modules/typescript/bin/tsc', '--noEmit');
  return { count, output: count.failed === 0 ? '' : `${routes?.output ?? ''}${output}` };
}

/** @returns {Promise<Outcome>} */
async function pageBuild() {
  try {
    await ensureWebBuild(root, say);
    return { count: { passed: 1, failed: 0 } };
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return { count: { passed: 0, failed: 1 } };
  }
}

/** @param {...string} which @returns {Promise<Outcome>} */
async function vitest(...which) {
  mkdirSync(dirname(VITEST_REPORT), { recursive: true });
  rmSync(VITEST_REPORT, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${VITEST_REPORT}`];
  const status = await run(['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...which], found);
  const count = countTests();
  // An error outside any test, or no report at all.
  if (status !== 0 && count.failed === 0) count.failed = 1;
  return { count };
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

/** A run that could not decide has proven nothing, for a machine that others use, too: it is made once more. A violation never is. @param {...string} flags */
async function chaos(...flags) {
  const args = [CLI, 'chaos', ...flags];
  const status = await run(args, OWN_SERVICES);
  if (status !== UNDECIDED) return { count: countOf(status) };
  say('stampede chaos was undecided: once more');
  return aloud(args, OWN_SERVICES);
}

/** Runs a program of which one sees what it prints. @param {string[]} args @param {Record<string, string>} [env] @returns {Promise<Outcome>} */
async function aloud(args, env = {}) {
  const status = await run(args, env);
  if (status !== 0) say(`it ended with code ${status}`);
  return { count: countOf(status) };
}

/** Runs one that others run beside: what it prints comes when it has ended. @param {...string} args @returns {Promise<Outcome>} */
async function quietly(...args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } });
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), endOf(child)]);
  return { count: countOf(status), output: stdout + stderr };
}

/** @param {number | null} status @returns {Count} */
function countOf(status) {
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** @param {string[]} args @param {Record<string, string>} env */
function run(args, env) {
  return endOf(spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } }));
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<number | null>} */
function endOf(child) {
  return new Promise((resolve) => child.once('error', () => resolve(null)).once('close', resolve));
}
