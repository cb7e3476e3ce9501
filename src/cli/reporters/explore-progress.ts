import cliProgress from 'cli-progress';
import pc from 'picocolors';
import type { LabSetup } from '@/domain/lab';
import type { ExploreProgress } from '@/lab/explore';

/** Shows a search while it goes on: on a terminal only, because nobody waits for long without one. */
export function exploreProgress({ strategy }: LabSetup, stream: NodeJS.WriteStream = process.stderr): { show: (progress: ExploreProgress) => void; stop: () => void } {
  if (!stream.isTTY) return { show: () => undefined, stop: () => undefined };
  const bar = new cliProgress.SingleBar({ stream, format: `{name} ${pc.cyan('{bar}')} {value} of at least {total} orders  {note}`, hideCursor: true, clearOnComplete: true, barsize: 28 }, cliProgress.Presets.shades_classic);
  bar.start(1, 0, { name: strategy, note: '' });
  return {
    show: ({ schedules, pending, violated, switches }) => {
      // Beginnings that wait have at least one order each.
      bar.setTotal(schedules + pending);
      bar.update(schedules, { note: `${switches} switches${violated > 0 ? pc.red(`, ${violated} went wrong`) : ''}` });
    },
    stop: () => bar.stop(),
  };
}
