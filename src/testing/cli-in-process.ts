import { vi } from 'vitest';
import type { CliContext } from '@/cli/cli-context';
import { runCli, type RegisterCommand } from '@/cli/run-cli';
import { childEnvironment } from '@/config/child-environment';
import { readSettings } from '@/config/settings';
import type { CliResult } from './cli';

/**
 * A command line that is refused before it starts anything, without a process of its own: that costs a second, and is the same for all
 * of them. What a process adds (the bundle, its streams, its end) is looked at where commands are really run.
 */
export async function refusedCommand(argv: readonly string[], commands: readonly RegisterCommand[], env: Record<string, string | null> = {}): Promise<CliResult> {
  const said = { stdout: '', stderr: '' };
  let code: number | null = null;
  const context: CliContext = {
    log: (line) => (said.stderr += `${line}\n`),
    print: (text) => (said.stdout += `${text}\n`),
    settings: () => readSettings(childEnvironment(env)),
    finish: (ended) => (code = ended),
  };
  // The parser of command lines writes by itself.
  const errors = vi.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((said.stderr += String(text))));
  const output = vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((said.stdout += String(text))));
  try {
    await runCli(argv, commands, '0.0.0', context);
  } finally {
    errors.mockRestore();
    output.mockRestore();
  }
  return { code, ...said };
}
