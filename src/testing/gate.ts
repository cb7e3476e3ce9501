import type { Seam } from '@/strategies/seam';

/** Stops a purchase before its first step of that name, until it is opened. */
export interface Gate {
  seam: (inner: Seam) => Seam;
  /** Resolves when the purchase stands at the gate. */
  reached: Promise<void>;
  open(): void;
}

/** A gate before a step, by name or before the first that `matches`. */
export function gateBefore(matches: (name: string) => boolean): Gate {
  let arrive: () => void = () => undefined;
  let open: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const opened = new Promise<void>((resolve) => (open = resolve));
  let passed = false;
  const wait = async (name: string): Promise<void> => {
    if (passed || !matches(name)) return;
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
      run: async (name, effect) => {
        await wait(name);
        return inner.run(name, effect);
      },
      pass: async (name, milliseconds) => {
        await wait(name);
        return inner.pass(name, milliseconds);
      },
    }),
  };
}
