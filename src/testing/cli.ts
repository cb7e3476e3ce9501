import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { childEnvironment } from '@/config/child-environment';
import { projectRoot } from '@/config/project-root';

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CliRun {
  child: ChildProcess;
  result: Promise<CliResult>;
}

/** Runs the command line as a user would, in `root` (this project by default). */
export function startCli(args: readonly string[], env: Record<string, string | null> = {}, root = projectRoot()): CliRun {
  const child = spawn(process.execPath, [join(root, 'src/cli/stampede.mjs'), ...args], { cwd: root, env: childEnvironment(env), stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const result = Promise.all([exit, text(child.stdout), text(child.stderr)]).then(([code, stdout, stderr]) => ({ code, stdout, stderr }));
  return { child, result };
}

export const runCommand = (args: readonly string[], env: Record<string, string | null> = {}, root?: string): Promise<CliResult> => startCli(args, env, root).result;
