import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { processStart, type ProcessIdentity } from './bootstrap/process-identity.mjs';
import { withLogFile } from './log-tail';

/** A service that runs as our child. */
export interface ServiceProcess {
  child: ChildProcess;
  identity: ProcessIdentity;
  /** True from the moment it has ended or could not be started at all. */
  hasEnded(): boolean;
}

/** How to start it; everything it prints goes to `logFile`. */
export interface ServiceCommand {
  command: string;
  args: readonly string[];
  logFile: string;
  options?: Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'>;
  /** Give it a channel for messages, whose end tells it of ours. */
  ipc?: boolean;
}

/**
 * Starts a service in a session of its own, so that a terminal's Ctrl-C comes to us alone and the order of stopping is
 * ours. Rejects with the system's error when the file cannot be run.
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
