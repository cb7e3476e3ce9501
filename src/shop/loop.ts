export interface LoopOptions {
  /** Gives true when there is more to do at once. */
  work: () => Promise<boolean>;
  /** The longest pause. */
  everyMs: number;
  /** The pause after a wake-up, in which further ones come together. */
  gatherMs: number;
  /** Told of the first failure in a row; the loop goes on. */
  onProblem: (error: unknown) => void;
}

export interface Loop {
  wake(): void;
  /** Resolves when the work under way has ended. */
  stop(): Promise<void>;
}

/** Works again and again: at leisure, and soon after `wake`, but never twice at a time. After a failure it takes its time. */
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
      // What was asked for while it worked may have come too late to be seen.
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
