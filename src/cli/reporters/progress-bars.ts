import cliProgress from 'cli-progress';
import pc from 'picocolors';
import type { RunEvent } from '@/domain/run-event';

/** Shows the progress of a run; `stop` leaves the last state on screen. */
export interface ProgressReporter {
  show(event: RunEvent): void;
  stop(): void;
}

/** A bar for each lane on a terminal, otherwise a line for each lane, on stderr. */
export function progressReporter(log: (line: string) => void, stream: NodeJS.WriteStream = process.stderr): ProgressReporter {
  return stream.isTTY ? barReporter(stream) : lineReporter(log);
}

function lineReporter(log: (line: string) => void): ProgressReporter {
  return {
    show: (event) => {
      const line = lineOf(event);
      if (line) log(line);
    },
    stop: () => undefined,
  };
}

function lineOf(event: RunEvent): string | null {
  switch (event.kind) {
    case 'queued':
      return 'waiting: another flood is under way';
    case 'lane-started':
      return `${event.lane.strategy}: flooding product ${event.productId}`;
    case 'lane-finished': {
      const { strategy, unitsSold, stock, verdict, durationMs } = event.report;
      return `${strategy}: sold ${unitsSold} of ${stock} in ${(durationMs / 1_000).toFixed(1)} s, ${verdict}`;
    }
    default:
      return null;
  }
}

function barReporter(stream: NodeJS.WriteStream): ProgressReporter {
  const bars = new cliProgress.MultiBar(
    { stream, format: `{name} ${pc.cyan('{bar}')} {value}/{total}  {note}`, hideCursor: true, clearOnComplete: false, autopadding: true, barsize: 28 },
    cliProgress.Presets.shades_classic,
  );
  const lanes = new Map<string, cliProgress.SingleBar>();
  const key = (lane: { strategy: string; repeat: number }): string => `${lane.strategy}#${lane.repeat}`;
  return {
    show: (event) => {
      if (event.kind === 'queued') bars.log('waiting: another flood is under way\n');
      if (event.kind === 'started') {
        const width = Math.max(...event.laneOrder.map((lane) => lane.strategy.length));
        for (const lane of event.laneOrder) {
          lanes.set(key(lane), bars.create(event.plan.buyers, 0, { name: lane.strategy.padEnd(width), note: pc.dim('waiting') }));
        }
      }
      if (event.kind === 'lane-progress') {
        const { confirmed, soldOut, gaveUp, unknown, dropped, unitsSold, oversold } = event.counts;
        const over = oversold > 0 ? pc.red(` ${oversold} oversold`) : '';
        lanes.get(key(event.lane))?.update(confirmed + soldOut + gaveUp + unknown + dropped, { note: `sold ${unitsSold}${over}` });
      }
      if (event.kind === 'lane-finished') {
        const { verdict, unitsSold, stock, oversold } = event.report;
        const note = verdict === 'violated' ? pc.red(`sold ${unitsSold} of ${stock}, ${oversold} oversold`) : `sold ${unitsSold} of ${stock}, ${verdict}`;
        lanes.get(key(event.lane))?.update({ note });
      }
    },
    stop: () => bars.stop(),
  };
}
