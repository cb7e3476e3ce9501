import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFolder } from '@/config/build-id';
import { childEnvironment } from '@/config/child-environment';
import { projectRoot } from '@/config/project-root';
import { ensureBuild } from '@/services/bootstrap/ensure-build.mjs';
import { elsewhereFor } from '@/services/postgres-home';
import { publishedServices, type PublishedServices } from '@/services/services-file';
import { waitUntil } from '@/domain/wait-until';

/** A state folder for one test, which Postgres's user can enter. */
export function temporaryStateDir(): { stateDir: string; remove: () => void } {
  const stateDir = mkdtempSync(join(tmpdir(), 'stampede-launcher-'));
  chmodSync(stateDir, 0o755);
  return {
    stateDir,
    remove: () => {
      for (const folder of [stateDir, elsewhereFor(stateDir)]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A command in a separate process, without the services from the environment. */
export async function startCli(args: readonly string[], stateDir: string, env: Record<string, string> = {}): Promise<CliProcess> {
  await ensureBuild(projectRoot());
  const child = spawn(process.execPath, [join(buildFolder(), 'cli.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: childEnvironment({ STAMPEDE_STATE_DIR: stateDir, DATABASE_URL: null, REDIS_URLS: null, SHOP_URLS: null, ...env }),
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, output, ended };
}

export interface CliProcess {
  child: ChildProcess;
  output: { stdout: string; stderr: string };
  /** The exit code; null if it was killed. */
  ended: Promise<number | null>;
}

/** A launcher without a web, once it has published its services. */
export async function startLauncher(stateDir: string, env: Record<string, string> = {}): Promise<CliProcess & { offer: PublishedServices }> {
  const cli = await startCli(['services', 'supervise'], stateDir, env);
  const offer = await waitUntil(
    'the launcher is up',
    () => (cli.child.exitCode === null ? publishedServices(stateDir).find(({ launcher }) => launcher.pid === cli.child.pid) : 'ended'),
    { within: 25_000 },
  ).catch(() => null);
  if (offer === null || offer === 'ended') throw new Error(`the launcher ${offer ?? 'did not start'}:\n${cli.output.stderr}`);
  return { ...cli, offer };
}
