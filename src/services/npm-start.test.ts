import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { childEnvironment } from '@/config/child-environment';
import { projectRoot } from '@/config/project-root';
import { temporaryStateDir } from '@/testing/launcher-process';
import { waitUntil } from '@/domain/wait-until';
import { isAlive, processStart, type ProcessIdentity } from './bootstrap/process-identity.mjs';
import { freePort } from './free-port';
import { publishedServices } from './services-file';

let stateDir: string;
let remove: () => void;
let belonging: ProcessIdentity[] = [];

beforeEach(() => {
  ({ stateDir, remove } = temporaryStateDir());
});
afterEach(async () => {
  for (const identity of belonging) if (isAlive(identity)) process.kill(identity.pid, 'SIGKILL');
  await waitUntil('all are gone', () => !belonging.some(isAlive));
  remove();
});

/** A process and all its descendants. */
function family(pid: number): ProcessIdentity[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const parents = rows.map((row) => row.trim().split(/\s+/).map(Number) as [number, number]);
  const pids = [pid];
  for (const parent of pids) pids.push(...parents.flatMap(([child, itsParent]) => (itsParent === parent ? [child] : [])));
  return pids.flatMap((member) => {
    const startedAt = processStart(member);
    return startedAt === null ? [] : [{ pid: member, startedAt }];
  });
}

it.each(['SIGTERM', 'SIGKILL'] as const)('`npm start` leaves no process behind and stops cleanly when only npm gets %s', { timeout: 300_000 }, async (signal) => {
  const [port, shopPort, postgresPort, redisPort] = [await freePort(0), await freePort(0), await freePort(0), await freePort(0)].map(String);
  const env = childEnvironment({
    STAMPEDE_STATE_DIR: stateDir,
    ...{ PORT: port ?? null, STAMPEDE_SHOP_PORT: shopPort ?? null, STAMPEDE_POSTGRES_PORT: postgresPort ?? null, STAMPEDE_REDIS_PORT: redisPort ?? null },
    ...{ DATABASE_URL: null, REDIS_URLS: null, SHOP_URLS: null, NODE_ENV: null },
  });
  const npm = spawn('npm', ['start'], { cwd: projectRoot(), env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exited = once(npm, 'exit');
  await waitUntil('it is up', () => {
    if (npm.exitCode !== null) throw new Error(`npm start ended:\n${output}`);
    return output.includes('Stampede is at');
  }, { within: 240_000 });

  belonging = family(npm.pid ?? 0);
  // npm, a shell, the launcher, its watcher, Postgres, five Redis, two shops, the web.
  expect(belonging.length).toBeGreaterThanOrEqual(12);
  npm.kill(signal);
  await exited;
  await waitUntil('all that belonged to it are gone', () => !belonging.some(isAlive), { within: 60_000 });
  expect(output).toContain('everything that was started is stopped');
  expect(publishedServices(stateDir)).toEqual([]);
  expect((await fetch(`http://127.0.0.1:${port ?? ''}/api/health`).catch(() => 'nobody there'))).toBe('nobody there');
});
