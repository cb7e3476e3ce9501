import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { waitUntil } from '@/domain/wait-until';
import { freePort } from '@/services/free-port';
import { findTestProgram } from '@/services/test-program';
import { ensurePostgresUser, isRoot } from '@/services/system-user';

/** A real PgBouncer in transaction mode before one database. */
export interface PgBouncer {
  /** The database's URL through it. */
  url: string;
  /** Closes its connections to the server as well. */
  stop(): Promise<void>;
}

/** Starts one on a free port, with no more than `poolSize` connections to the server. */
export async function startPgBouncer(databaseUrl: string, poolSize: number): Promise<PgBouncer> {
  const program = await findTestProgram('pgbouncer', { noInstall: true }, () => undefined);
  if (typeof program !== 'string') throw new Error(program.unavailable);
  const server = new URL(databaseUrl);
  const port = await freePort(0, [0]);
  const folder = mkdtempSync(join(tmpdir(), 'stampede-pgbouncer-'));
  // Like Postgres it does not run as root, and its user has to read this.
  chmodSync(folder, 0o755);
  const target = [
    `host=${server.hostname} port=${server.port || '5432'} dbname=${server.pathname.slice(1)}`,
    `user=${decodeURIComponent(server.username)} password='${decodeURIComponent(server.password)}'`,
  ].join(' ');
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(
    file,
    [
      `[databases]\n${server.pathname.slice(1)} = ${target}`,
      `[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =\nauth_type = any`,
      // Assigns a session to the next client rather than to its previous one, so that sessions switch more often.
      `pool_mode = transaction\ndefault_pool_size = ${poolSize}\nmax_client_conn = 500\nserver_round_robin = 1`,
    ].join('\n'),
  );
  const user = isRoot() ? ensurePostgresUser(() => undefined) : {};
  const child = spawn(program, [file], { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  try {
    await waitUntil('PgBouncer accepts connections', async () => {
      if (child.exitCode !== null) throw new Error(`PgBouncer ended: ${said.join('')}\n${readFileSync(file, 'utf8').replace(/password='.*'/, '')}`);
      return answers(url.href);
    });
    return { url: url.href, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function answers(url: string): Promise<boolean> {
  const client = postgres(url, { max: 1, prepare: false, connect_timeout: 2 });
  try {
    await client.unsafe('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end({ timeout: 1 });
  }
}
