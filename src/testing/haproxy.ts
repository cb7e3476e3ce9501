import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '@/config/project-root';
import { waitUntil } from '@/domain/wait-until';
import { freePort } from '@/services/free-port';
import { findTestProgram } from '@/services/test-program';

const CONFIG = join(projectRoot(), 'docs/deploy/haproxy.cfg');

async function program(): Promise<string> {
  const found = await findTestProgram('haproxy', { noInstall: true }, () => undefined);
  if (typeof found !== 'string') throw new Error(found.unavailable);
  return found;
}

/** What HAProxy itself has to say against the shipped configuration; empty when it takes it. */
export async function haproxyProblems(): Promise<string> {
  const { status, stderr, stdout } = spawnSync(await program(), ['-c', '-f', CONFIG], { encoding: 'utf8' });
  return status === 0 ? '' : stderr + stdout;
}

export interface Balancer {
  url: string;
  stop(): Promise<void>;
}

/** Starts HAProxy with the shipped configuration before these shops, which take the place of those that Docker would name. */
export async function startBalancer(shopUrls: readonly string[]): Promise<Balancer> {
  const folder = mkdtempSync(join(tmpdir(), 'stampede-haproxy-'));
  chmodSync(folder, 0o755);
  const port = await freePort(0, [0]);
  const healthPort = await freePort(0, [0, port]);
  const servers = shopUrls.map((url, index) => `    server shop${index + 1} ${new URL(url).host}`).join('\n');
  const text = readFileSync(CONFIG, 'utf8')
    .replace(/^ {4}server-template .*$/m, servers)
    .replace('bind :4000', `bind 127.0.0.1:${port}`)
    .replace('bind :8404', `bind 127.0.0.1:${healthPort}`);
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, text);
  const child = spawn(await program(), ['-db', '-f', file], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  const up = async (): Promise<boolean> => {
    if (child.exitCode !== null) throw new Error('HAProxy ended at once.');
    return (await fetch(`${url}/ready`).catch(() => null))?.status === 200;
  };
  await waitUntil('the balancer has a shop', up).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, stop };
}
