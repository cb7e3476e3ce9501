import type { Command } from 'commander';
import { publishedServices } from '@/services/services-file';
import type { Launcher } from '@/services/launcher';
import type { ServiceMissingError } from '@/services/service-missing-error';
import { answers } from '@/services/web-server';
import type { CliContext } from '../cli-context';
import { networkNotes } from '../network-notes';
import { runLauncher, type WhenOver } from '../run-launcher';

/** `stampede start`: runs the whole sandbox in the foreground, until Ctrl-C. */
export function registerStart(program: Command, context: CliContext): void {
  program
    .command('start')
    .description('start everything: Postgres, Redis, two shops and the page; Ctrl-C stops it')
    .action(async () => {
      const running = await runningWeb(context.settings().stateDir);
      if (running !== null) {
        context.log(addressBlock(running.url, [`Stampede is already running (process ${String(running.pid)}).`]));
        return;
      }
      await runWithWeb('start', context, (launcher) => {
        context.log(addressBlock(launcher.webUrl ?? '', notesOn(launcher, context.settings().host)));
        return () => undefined;
      });
    });
}

/**
 * Runs a launcher with a web until it is interrupted. Throws `ServiceMissingError`, with everything stopped, when the
 * web keeps ending.
 */
export async function runWithWeb(
  command: 'start' | 'open' | 'dev',
  context: CliContext,
  whileUp: (launcher: Launcher) => WhenOver | Promise<WhenOver>,
  webEnv?: Readonly<Record<string, string>>,
): Promise<void> {
  const lost: ServiceMissingError[] = [];
  await runLauncher({ command, web: command === 'dev' ? 'dev' : 'start', webEnv }, context, (launcher) => {
    void launcher.webLost.then((reason) => {
      if (reason === null) return;
      lost.push(reason);
      // The launcher's only way to end: it stops everything cleanly, as after a `kill`.
      process.kill(process.pid, 'SIGTERM');
    });
    return whileUp(launcher);
  });
  for (const reason of lost) throw reason;
}

/** A web of this project that another command is running and that answers. */
export async function runningWeb(stateDir: string): Promise<{ url: string; pid: number } | null> {
  for (const { webUrl, launcher } of publishedServices(stateDir)) {
    if (webUrl !== null && (await answers(webUrl))) return { url: webUrl, pid: launcher.pid };
  }
  return null;
}

export function addressBlock(url: string, notes: readonly string[]): string {
  return ['', `  Stampede is at  ${url}`, ...notes.map((note) => `  ${note}`), ''].join('\n');
}

export function notesOn({ services, webUrl, instructorToken }: Launcher, host: string): string[] {
  const redis = 'unavailable' in services.redis ? [`Without Redis: ${services.redis.unavailable}`] : [];
  const network = webUrl !== null && instructorToken !== null ? networkNotes(host, webUrl, instructorToken) : [];
  return [...redis, ...network, 'Press Flood there. Ctrl-C here stops everything.'];
}
