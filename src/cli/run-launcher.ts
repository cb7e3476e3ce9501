import { EXIT } from '@/domain/verdict';
import { prepareDatabase } from '@/stores/postgres/prepare-database';
import { shopStrategy } from '@/shop/shop-strategy';
import { launch, type Launcher, type LauncherOptions } from '@/services/launcher';
import type { CliContext } from './cli-context';
import { untilInterrupted } from './until-interrupted';

/** Called before everything is stopped. */
export type WhenOver = () => void | Promise<void>;

/**
 * Runs a launcher in the foreground until it is interrupted, then stops everything cleanly and ends with 0.
 * `whileUp` is called when all is up; what it returns is called before the stop.
 */
export async function runLauncher(
  options: Pick<LauncherOptions, 'command' | 'web' | 'webEnv'>,
  context: CliContext,
  whileUp: (launcher: Launcher) => WhenOver | Promise<WhenOver>,
): Promise<void> {
  // Set up first, so that Ctrl-C during the start stops what is up by then.
  const interrupted = untilInterrupted(() => {
    context.log('stopping at once');
  });
  const settings = context.settings();
  // Reported once here, rather than in every answer of a web that cannot sell.
  if (options.web !== 'none') shopStrategy(settings);
  const launching = launch({ ...options, settings, prepareDatabase }, context.log);
  const first = await Promise.race([launching, interrupted]);
  if (typeof first === 'string') context.log('interrupted while starting; stopping what is up (again to force)');
  const launcher = await launching;
  try {
    if (typeof first !== 'string') {
      const finish = await whileUp(launcher);
      await interrupted;
      context.log('\nstopping (again to force)');
      await finish();
    }
  } finally {
    await launcher.stop();
  }
  context.log('everything that was started is stopped');
  context.finish(EXIT.pass);
}
