import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { processStart, type ProcessIdentity } from './bootstrap/process-identity.mjs';
import { withLogFile } from './log-tail';

/** A service that runs as our child. */
export interface ServiceProcess {
  child: ChildProcess;
  identity: ProcessIdentity;
  /** True once it has ended or could not be started at all. */
  hasEnded(): boolean;
}

/** How to start it; all its output goes to `logFile`. */
export interface ServiceCommand {
  command: string;
  args: readonly string[];
  logFile: string;
  options?: Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'>;
  /** Opens a message channel, whose end shows the service that we have ended. */
  ipc?: boolean;
}

/**
 * Starts a service in its own session, so that a terminal's Ctrl-C reaches only us and we decide the order of
 * stopping. Rejects with the system's error if the file cannot be run.
 */
export async function spawnService(service: ServiceCommand): Promise<ServiceProcess> {
  const { command, args, logFile, options, ipc = false } = service;
  const child = withLogFile(logFile, (log) =>
    spawn(command, args, { ...options, detached: true, stdio: ipc ? ['ignore', log, log, 'ipc'] : ['ignore', log, log] }),
  );
  let ended = false;
  child.once('exit', () => (ended = true));
  await once(child, 'spawn');
  child.on('error', () => undefined);
  child.unref();
  const pid = child.pid ?? -1;
  return { child, identity: { pid, startedAt: processStart(pid) ?? 'gone' }, hasEnded: () => ended };
}
