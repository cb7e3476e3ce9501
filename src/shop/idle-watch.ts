import type { Step } from '@/domain/step';
import { StrategyMistake } from '@/kit/mistake';
import type { Seam } from '@/kit/seam';

/** A purchase that is idle for too long between two steps: it awaits something that never comes. */
export interface IdleWatch {
  seam: Seam;
  /** Rejects with `StrategyMistake` when that has happened; never resolves. */
  idle: Promise<never>;
  stop(): void;
}

/** Checks that a purchase takes its next step within this many milliseconds after the last one. Within a step it may take any time. */
export function watchIdle(inner: Seam, idleMs: number): IdleWatch {
  let last = 'the beginning';
  let timer: NodeJS.Timeout | undefined;
  let under = 0;
  let fail: (error: Error) => void = () => undefined;
  const idle = new Promise<never>((_resolve, reject) => (fail = reject));
  idle.catch(() => undefined);
  const arm = (): void => {
    timer = setTimeout(() => {
      fail(new StrategyMistake('never-ended', `The strategy did nothing for ${idleMs / 1_000} s after '${last}' and has not ended: it awaits something that never comes. Its shop is restarted.`, last));
    }, idleMs);
  };
  const during = async <T>({ name }: Step, work: () => PromiseLike<T>): Promise<T> => {
    clearTimeout(timer);
    under += 1;
    try {
      return await work();
    } finally {
      under -= 1;
      last = name;
      if (under === 0) arm();
    }
  };
  arm();
  return {
    idle,
    stop: () => clearTimeout(timer),
    seam: { ...inner, run: (step, effect) => during(step, () => inner.run(step, effect)), pass: (step, milliseconds) => during(step, () => inner.pass(step, milliseconds)) },
  };
}
