import { waitUntil } from '@/domain/wait-until';
import { isAlive, type ProcessIdentity } from './bootstrap/process-identity.mjs';

/** The signals to send, and how long (milliseconds) to wait for the end before the next. `group` also reaches its children. */
export interface StopPlan {
  signals: readonly { signal: NodeJS.Signals; waitMs: number }[];
  group?: boolean;
}

/** SIGTERM, then SIGKILL. For processes that have nothing to lose. */
export const STOP_PLAINLY: StopPlan = {
  signals: [
    { signal: 'SIGTERM', waitMs: 5_000 },
    { signal: 'SIGKILL', waitMs: 2_000 },
  ],
};

/** Extra time for a process to end after its own deadline. */
const MARGIN_MS = 2_000;

/** For the web and the shops, which finish what they have begun: waits as long as they may take for it. */
export const stopGently = ({ drainMs, stopWithinMs }: { drainMs: number; stopWithinMs: number }): StopPlan => ({
  signals: [
    { signal: 'SIGTERM', waitMs: drainMs + stopWithinMs + MARGIN_MS },
    { signal: 'SIGKILL', waitMs: 2_000 },
  ],
});

/** Ends a process and waits until it is gone. False if it survived every signal. Never signals another process that has its id by now. */
export async function stopProcess(identity: ProcessIdentity, plan: StopPlan = STOP_PLAINLY): Promise<boolean> {
  for (const { signal, waitMs } of plan.signals) {
    if (!isAlive(identity)) return true;
    sendSignal(plan.group === true ? -identity.pid : identity.pid, signal);
    const gone = await waitUntil('the process is gone', () => !isAlive(identity), { within: waitMs, every: 10 }).catch(() => false);
    if (gone) return true;
  }
  return false;
}

function sendSignal(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    // It ended between the check and the signal.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
