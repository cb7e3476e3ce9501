import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { childEnvironment } from '@/config/child-environment';
import { isRoot } from './system-user';
import type { ServiceLog } from './service-log';

/** The program's package name in each supported package manager. */
export interface PackageNames {
  'apt-get': string;
  dnf: string;
  apk: string;
  brew: string;
}

/** The first of `names` on the PATH, absolute; null if none is. */
export function findProgram(names: readonly string[]): string | null {
  const folders = (childEnvironment({}).PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find(isProgram) ?? null;
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Installs a program with the system's package manager, if that needs no password, and logs the command.
 * Returns null if it was installed, else why not, as the beginning of a sentence.
 */
export async function installPackage(
  names: PackageNames,
  { noInstall }: { noInstall: boolean },
  log: ServiceLog,
): Promise<string | null> {
  if (noInstall) return 'STAMPEDE_NO_INSTALL forbids installing it';
  const found = installer(names);
  if (found === null) return 'no supported package manager (apt-get, dnf, apk, brew) is on the PATH';
  const prefix = await asAdministrator(found.manager);
  if (prefix === null) return `installing it with ${found.manager} needs a password`;
  for (const command of found.commands) {
    const words = [...prefix, ...command];
    log(`running: ${words.join(' ')}`);
    const failure = await run(words, log);
    if (failure !== null) return `"${words.join(' ')}" ${failure}`;
  }
  return null;
}

/** The command that a user would type to install it here. */
export function installHint(names: PackageNames): string {
  const found = installer(names);
  const command = found?.commands.at(-1) ?? ['apt-get', 'install', names['apt-get']];
  const sudo = found?.manager === 'brew' || isRoot() ? '' : 'sudo ';
  return `${sudo}${command.filter((word) => word !== '-y' && word !== '-q').join(' ')}`;
}

function installer(names: PackageNames): { manager: keyof PackageNames; commands: string[][] } | null {
  if (process.platform === 'darwin') {
    return findProgram(['brew']) === null ? null : { manager: 'brew', commands: [['brew', 'install', names.brew]] };
  }
  const known: { manager: keyof PackageNames; commands: string[][] }[] = [
    {
      manager: 'apt-get',
      commands: [
        ['apt-get', 'update', '-q'],
        ['apt-get', 'install', '-y', '-q', '--no-install-recommends', names['apt-get']],
      ],
    },
    { manager: 'dnf', commands: [['dnf', 'install', '-y', '-q', names.dnf]] },
    { manager: 'apk', commands: [['apk', 'add', '-q', names.apk]] },
  ];
  return known.find(({ manager }) => findProgram([manager]) !== null) ?? null;
}

/** The prefix of the command: empty for root and for Homebrew, `sudo -n` if that works; null if it needs a password. */
async function asAdministrator(manager: keyof PackageNames): Promise<string[] | null> {
  if (manager === 'brew' || isRoot()) return [];
  if (findProgram(['sudo']) === null) return null;
  return (await run(['sudo', '-n', 'true'], () => undefined)) === null ? ['sudo', '-n'] : null;
}

/** Null on success, else how it ended. The end of its output goes to the log. */
function run([command = '', ...args]: readonly string[], log: ServiceLog): Promise<string | null> {
  const env = childEnvironment({ DEBIAN_FRONTEND: 'noninteractive', HOMEBREW_NO_AUTO_UPDATE: '1' });
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    child.once('error', (error) => {
      resolve(`could not be run: ${error.message}`);
    });
    child.once('close', (code) => {
      if (code !== 0) output.join('').trimEnd().split('\n').slice(-4).forEach(log);
      resolve(code === 0 ? null : `ended with code ${String(code)}`);
    });
  });
}
