import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { buildFolder } from '@/config/build-id';
import { childEnvironment } from '@/config/child-environment';
import type { ChaosReport, ChaosRow, ChaosSize } from '@/domain/chaos';
import { temporaryState } from './chaos-sandbox';

/** Enough for Postgres, a copy of its binaries if one is needed, an empty database and what a run writes. */
const DISK_MB = 400;

/** Mounts a disk in memory for Postgres, and executes the command. */
const MOUNT = 'mount -t tmpfs -o size="$1",mode=755 stampede "$2" || exit 97; shift 2; exec "$@"';
const NO_MOUNT = 97;

/**
 * Runs the full-disk fault in a separate process and mount namespace: no other process sees what is mounted there,
 * and the mount ends with its last process, even a killed one. Returns the row, or why there can be no such disk here.
 */
export async function chaosOnSmallDisk(size: ChaosSize, seed: number, signal: AbortSignal): Promise<ChaosRow | string> {
  if (process.platform !== 'linux') return 'a disk of a few hundred MB can be mounted on Linux only';
  if (process.getuid?.() !== 0) return 'mounting a disk of a few hundred MB requires root';
  const { stateDir, remove } = await temporaryState();
  try {
    const disk = join(stateDir, 'postgres');
    await mkdir(disk);
    const cli = [join(buildFolder(), 'cli.mjs'), 'chaos', '--only', 'full-disk', '--small-disk', stateDir, '--seed', String(seed), '--json', ...(size === 'quick' ? ['--quick'] : [])];
    const child = spawn('unshare', ['--mount', '--propagation', 'private', '/bin/sh', '-c', MOUNT, 'sh', `${DISK_MB}m`, disk, process.execPath, ...cli], {
      env: childEnvironment({}),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const stop = (): void => void child.kill('SIGINT');
    signal.addEventListener('abort', stop, { once: true });
    const ended = new Promise<number | string | null>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', resolve);
    });
    const [code, output] = await Promise.all([ended, text(child.stdout)]);
    signal.removeEventListener('abort', stop);
    const row = rowIn(output);
    if (row !== null) return row;
    // unshare itself ends with 1 if a container forbids it, before anything was started.
    if (code === NO_MOUNT || code === 1 || typeof code === 'string') return `no small disk could be mounted (${typeof code === 'string' ? code : 'the system forbids it'})`;
    throw new Error(`The sandbox on a small disk ended with ${code ?? 'a signal'} and no result.`);
  } finally {
    await remove();
  }
}

function rowIn(output: string): ChaosRow | null {
  try {
    return (JSON.parse(output) as ChaosReport).rows[0] ?? null;
  } catch {
    return null;
  }
}
