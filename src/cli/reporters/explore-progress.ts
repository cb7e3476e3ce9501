import cliProgress from 'cli-progress';
import pc from 'picocolors';
import type { LabSetup } from '@/domain/lab';
import type { ExploreProgress } from '@/lab/explore';

/** Shows the progress of a search, on a terminal only. */
export function exploreProgress({ strategy }: LabSetup, stream: NodeJS.WriteStream = process.stderr): { show: (progress: ExploreProgress) => void; stop: () => void } {
  if (!stream.isTTY) return { show: () => undefined, stop: () => undefined };
  const bar = new cliProgress.SingleBar({ stream, format: `{name} ${pc.cyan('{bar}')} {value} of at least {total} schedules  {note}`, hideCursor: true, clearOnComplete: true, barsize: 28 }, cliProgress.Presets.shades_classic);
  bar.start(1, 0, { name: strategy, note: '' });
  return {
    show: ({ schedules, pending, violated, switches }) => {
      // Each waiting beginning has at least one schedule.
      bar.setTotal(schedules + pending);
      bar.update(schedules, { note: `${switches} switches${violated > 0 ? pc.red(`, ${violated} went wrong`) : ''}` });
    },
    stop: () => bar.stop(),
  };
}
