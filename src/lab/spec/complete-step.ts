import { connectionOf, SpecEnded, type SpecEnvironment } from './spec-environment';
import type { Blocker, PlannedStep } from './spec';

/** `mayBlock`: give up as soon as the step waits for a lock. `again`: it has been reported as waiting before. */
export interface Attempt {
  mayBlock: boolean;
  again: boolean;
}

/** How long nothing may come before the server is asked whether the step is blocked: as often as PostgreSQL's tester asks. */
const ASK_EVERY_MS = 10;

/** A step that was sent, and for each of its `notices` markers how many notices that session has to have given. */
export interface SentStep {
  planned: PlannedStep;
  noticeTargets: ReadonlyMap<Blocker, number>;
}

/**
 * Waits until a step is done, and prints it with its results; or until it is blocked, and prints that it waits, once. Returns
 * whether it is done. A step that takes too long is cancelled; throws `SpecEnded` when not even that ends it.
 */
export async function completeStep(environment: SpecEnvironment, sent: SentStep, { mayBlock, again }: Attempt): Promise<boolean> {
  const { step, blockers } = sent.planned;
  const connection = connectionOf(environment, step.session);
  const waits = (): false => {
    if (!again) environment.print(`step ${step.name}: ${step.sql} <waiting ...>`);
    return false;
  };
  if (!again && blockers.some(({ kind }) => kind === 'once')) return waits();
  const startedMs = environment.now();
  let cancelled = false;
  while (!connection.isAnswered()) {
    environment.signal.throwIfAborted();
    if (await connection.wire.arrival(ASK_EVERY_MS)) continue;
    const { pid } = connection.wire;
    // It may have been answered while we asked.
    if (mayBlock && (await environment.watchdog.isBlocked(pid)) && !connection.isAnswered()) return waits();
    const waitedMs = environment.now() - startedMs;
    const waitedSeconds = Math.floor(waitedMs / 1000);
    if (waitedMs > environment.stepTimeoutMs && !cancelled) {
      cancelled = await environment.watchdog.cancel(pid);
      // The tester's own words, so that a transcript compares with its.
      if (cancelled) environment.print(`isolationtester: canceling step ${step.name} after ${waitedSeconds} seconds`);
    }
    if (waitedMs > 2 * environment.stepTimeoutMs) throw new SpecEnded(`step ${step.name} timed out after ${waitedSeconds} seconds`);
  }
  environment.signal.throwIfAborted();
  if (isHeldBack(environment, sent)) return waits();
  environment.print(again ? `step ${step.name}: <... completed>` : `step ${step.name}: ${step.sql}`);
  connection.takeAnswer(environment.print);
  for (const { channel, payload, pid } of connection.takeNotifications()) {
    const sender = environment.sessions.find(({ wire }) => wire.pid === pid)?.name ?? `PID ${pid}`;
    environment.print(`${connection.name}: NOTIFY "${channel}" with payload "${payload}" from ${sender}`);
  }
  connection.active = null;
  return true;
}

/** Whether a marker keeps a step from being reported as done. */
function isHeldBack(environment: SpecEnvironment, { planned, noticeTargets }: SentStep): boolean {
  return planned.blockers.some((blocker) => {
    switch (blocker.kind) {
      case 'once':
        return false;
      case 'step':
        return connectionOf(environment, blocker.step.session).active?.step === blocker.step;
      case 'notices':
        return connectionOf(environment, blocker.step.session).noticeCount < (noticeTargets.get(blocker) ?? 0);
    }
  });
}
