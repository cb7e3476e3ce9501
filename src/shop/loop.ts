export interface LoopOptions {
  /** Returns true if there is more to do at once. */
  work: () => Promise<boolean>;
  /** The longest pause. */
  everyMs: number;
  /** The pause after a wake-up, which collects further wake-ups. */
  gatherMs: number;
  /** Called with the first of several failures in a row; the loop goes on. */
  onProblem: (error: unknown) => void;
}

export interface Loop {
  wake(): void;
  /** Resolves when the work under way has ended. */
  stop(): Promise<void>;
}

/** Repeats the work at intervals, and soon after `wake`, but never concurrently. After a failure it waits longer. */
export function startLoop({ work, everyMs, gatherMs, onProblem }: LoopOptions): Loop {
  let stopped = false;
  let wakeRequested = false;
  let failing = false;
  // They change while the loop waits.
  const isStopped = (): boolean => stopped;
  const isWakeRequested = (): boolean => wakeRequested && !failing;
  let endPause: (afterMs: number) => void = () => undefined;

  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      let timer = setTimeout(resolve, milliseconds);
      endPause = (afterMs) => {
        endPause = () => undefined;
        clearTimeout(timer);
        timer = setTimeout(resolve, afterMs);
      };
    });

  const run = async (): Promise<void> => {
    while (!isStopped()) {
      wakeRequested = false;
      let more = false;
      try {
        more = await work();
        failing = false;
      } catch (error) {
        if (!failing) onProblem(error);
        failing = true;
      }
      // The work may have missed what a wake-up during it was for.
      if (!more && !isStopped()) await pause(isWakeRequested() ? gatherMs : everyMs);
    }
  };

  const running = run();
  return {
    wake: () => {
      if (wakeRequested || failing) return;
      wakeRequested = true;
      endPause(gatherMs);
    },
    stop: () => {
      stopped = true;
      endPause(0);
      return running;
    },
  };
}
