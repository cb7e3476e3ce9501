import { connectionOf, SpecEnded, type SpecFloor } from './spec-environment';
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
export async function completeStep(floor: SpecFloor, sent: SentStep, { mayBlock, again }: Attempt): Promise<boolean> {
  const { step, blockers } = sent.planned;
  const connection = connectionOf(floor, step.session);
  const waits = (): false => {
    if (!again) floor.print(`step ${step.name}: ${step.sql} <waiting ...>`);
    return false;
  };
  if (!again && blockers.some(({ kind }) => kind === 'once')) return waits();
  const startedMs = floor.now();
  let cancelled = false;
  while (!connection.isAnswered()) {
    floor.signal.throwIfAborted();
    if (await connection.wire.arrival(ASK_EVERY_MS)) continue;
    const { pid } = connection.wire;
    // It may have been answered while we asked.
    if (mayBlock && (await floor.watchdog.isBlocked(pid)) && !connection.isAnswered()) return waits();
    const waitedMs = floor.now() - startedMs;
    const waitedSeconds = Math.floor(waitedMs / 1000);
    if (waitedMs > floor.stepTimeoutMs && !cancelled) {
      cancelled = await floor.watchdog.cancel(pid);
      // The tester's own words, so that a transcript compares with its.
      if (cancelled) floor.print(`isolationtester: canceling step ${step.name} after ${waitedSeconds} seconds`);
    }
    if (waitedMs > 2 * floor.stepTimeoutMs) throw new SpecEnded(`step ${step.name} timed out after ${waitedSeconds} seconds`);
  }
  floor.signal.throwIfAborted();
  if (isHeldBack(floor, sent)) return waits();
  floor.print(again ? `step ${step.name}: <... completed>` : `step ${step.name}: ${step.sql}`);
  connection.takeAnswer(floor.print);
  for (const { channel, payload, pid } of connection.takeNotifications()) {
    const sender = floor.sessions.find(({ wire }) => wire.pid === pid)?.name ?? `PID ${pid}`;
    floor.print(`${connection.name}: NOTIFY "${channel}" with payload "${payload}" from ${sender}`);
  }
  connection.active = null;
  return true;
}

/** Whether a marker keeps a step from being reported as done. */
function isHeldBack(floor: SpecFloor, { planned, noticeTargets }: SentStep): boolean {
  return planned.blockers.some((blocker) => {
    switch (blocker.kind) {
      case 'once':
        return false;
      case 'step':
        return connectionOf(floor, blocker.step.session).active?.step === blocker.step;
      case 'notices':
        return connectionOf(floor, blocker.step.session).noticeCount < (noticeTargets.get(blocker) ?? 0);
    }
  });
}
