import type { Step } from '@/domain/step';
import type { Seam } from '@/kit/seam';

/** Stops a purchase before its first step of that name, until it is opened. */
export interface Gate {
  seam: (inner: Seam) => Seam;
  /** Resolves when the purchase has reached the gate. */
  reached: Promise<void>;
  open(): void;
}

/** A gate before the first step that `matches`. */
export function gateBefore(matches: (step: Step) => boolean): Gate {
  let arrive: () => void = () => undefined;
  let open: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const opened = new Promise<void>((resolve) => (open = resolve));
  let passed = false;
  const wait = async (step: Step): Promise<void> => {
    if (passed || !matches(step)) return;
    passed = true;
    arrive();
    await opened;
  };
  return {
    reached,
    open,
    seam: (inner) => ({
      ...inner,
      pipelines: false,
      run: async (step, effect) => {
        await wait(step);
        return inner.run(step, effect);
      },
      pass: async (step, milliseconds) => {
        await wait(step);
        return inner.pass(step, milliseconds);
      },
    }),
  };
}
