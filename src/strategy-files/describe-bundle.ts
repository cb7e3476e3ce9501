import { spawn } from 'node:child_process';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { buildFolder } from '@/config/build-id';
import type { Described } from './describe-main';
import type { FileMetadata } from './strategy-file';
import { StrategyFileError } from './strategy-file-error';

/** Loading a module takes milliseconds; one that takes so long never ends. */
const LOADS_WITHIN_MS = 10_000;

/** What a bundled strategy says of itself, found out in a process of its own and without this one's environment. Throws `StrategyFileError`. */
export async function describeBundle(bundle: string, file: string): Promise<FileMetadata> {
  const args = ['--enable-source-maps', join(buildFolder(), 'describe.mjs'), bundle, file, idOf(file)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { NODE_ENV: 'production' }, timeout: LOADS_WITHIN_MS, killSignal: 'SIGKILL' });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === 'SIGKILL' ? `it did not end within ${LOADS_WITHIN_MS / 1_000} s` : `it ended the process (${code ?? signal ?? 'unknown'})`));
  });
  const [printed, stderr, how] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  const described = parse(printed);
  if (described === null) throw new StrategyFileError([`${file}: as it was loaded, ${how}. ${stderr.trim()}`.trim()]);
  if ('faults' in described) throw new StrategyFileError(described.faults);
  return described.metadata as FileMetadata;
}

/** The file's name as an id: `My Idea.ts` is `my-idea`. */
const idOf = (file: string): string =>
  basename(file).replace(/\.[^.]*$/, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'mine';

function parse(printed: string): Described | null {
  try {
    return JSON.parse(printed) as Described;
  } catch {
    return null;
  }
}
