import { completeStep, type Attempt, type SentStep } from './complete-step';
import { connectionOf, SpecEnded, type SpecEnvironment } from './spec-environment';
import type { SpecConnection } from './spec-connection';
import type { Blocker, Permutation, PlannedStep } from './spec';

const LOOK: Attempt = { mayBlock: true, again: true };
const WAIT: Attempt = { mayBlock: false, again: true };

/** Runs one permutation from setup to teardown. Throws `SpecEnded` where nothing that follows would mean anything. */
export async function runPermutation(environment: SpecEnvironment, permutation: Permutation): Promise<void> {
  const { spec, control, sessions, print } = environment;
  print(`\nstarting permutation: ${permutation.map(({ step }) => step.name).join(' ')}`);
  for (const setup of spec.setups) await prepare(environment, control, setup, 'setup failed');
  for (const [index, { name, setup }] of spec.sessions.entries()) {
    if (setup !== null) await prepare(environment, connectionOf(environment, index), setup, `setup of session ${name} failed`);
  }
  let waiting: SentStep[] = [];
  for (const planned of permutation) {
    const connection = connectionOf(environment, planned.step.session);
    waiting = await untilFree(environment, connection, waiting);
    const sent = send(environment, connection, planned);
    const done = await completeStep(environment, sent, { mayBlock: true, again: false });
    // It may have freed others.
    waiting = await completeSteps(environment, waiting, LOOK);
    if (!done) waiting.push(sent);
  }
  waiting = await completeSteps(environment, waiting, WAIT);
  if (waiting.length > 0) throw new SpecEnded('failed to complete permutation due to mutually-blocking steps');
  for (const [index, { name, teardown }] of spec.sessions.entries()) {
    if (teardown !== null) await cleanUp(environment, sessions[index] ?? control, teardown, `teardown of session ${name} failed`);
  }
  if (spec.teardown !== null) await cleanUp(environment, control, spec.teardown, 'teardown failed');
}

function send(environment: SpecEnvironment, connection: SpecConnection, planned: PlannedStep): SentStep {
  if (connection.wire.isClosed) {
    throw new SpecEnded(`failed to send query for step ${planned.step.name}: no connection to the server\n`);
  }
  connection.send(planned.step.sql);
  connection.active = planned;
  const noticeTargets = new Map<Blocker, number>();
  for (const blocker of planned.blockers) {
    if (blocker.kind === 'notices') noticeTargets.set(blocker, blocker.count + connectionOf(environment, blocker.step.session).noticeCount);
  }
  return { planned, noticeTargets };
}

/** Waits until a session's step is done, so that it can take the next. Returns the steps that wait still. */
async function untilFree(environment: SpecEnvironment, connection: SpecConnection, waiting: SentStep[]): Promise<SentStep[]> {
  const startedMs = environment.now();
  let left = waiting;
  for (let busy = connection.active; busy !== null; busy = connection.active) {
    const old = left.find(({ planned }) => planned === busy);
    // It may be done and held back by a marker: then it depends on the others.
    if (old !== undefined && (await completeStep(environment, old, WAIT))) left = left.filter((sent) => sent !== old);
    left = await completeSteps(environment, left, LOOK);
    const waitedMs = environment.now() - startedMs;
    if (waitedMs > 2 * environment.stepTimeoutMs) {
      const active = environment.sessions.flatMap((session) => session.active?.step.name ?? []);
      throw new SpecEnded(`step ${busy.step.name} timed out after ${Math.floor(waitedMs / 1000)} seconds\nactive steps are: ${active.join(' ')}`);
    }
    // Lets timers and sockets have their turn while markers alone hold it back.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return left;
}

/**
 * Tries to complete the steps that wait, and tries again as long as that may free one that a marker holds back. Returns those
 * that wait still.
 */
async function completeSteps(environment: SpecEnvironment, waiting: readonly SentStep[], attempt: Attempt): Promise<SentStep[]> {
  let left = [...waiting];
  for (;;) {
    const before = { waiting: left.length, notices: environment.noticeCount() };
    const still: SentStep[] = [];
    for (const sent of left) if (!(await completeStep(environment, sent, attempt))) still.push(sent);
    left = still;
    const isHeldByMarker = left.some(({ planned }) => planned.blockers.length > 0);
    if (!isHeldByMarker || (left.length === before.waiting && environment.noticeCount() === before.notices)) return left;
  }
}

async function prepare(environment: SpecEnvironment, connection: SpecConnection, sql: string, failure: string): Promise<void> {
  const executed = await connection.execute(sql);
  environment.signal.throwIfAborted();
  if (executed.kind === 'failed') throw new SpecEnded(`${failure}: ${executed.reason}`);
  executed.lines.forEach(environment.print);
}

/** What cannot be cleaned up does not keep the next permutation from running. */
async function cleanUp(environment: SpecEnvironment, connection: SpecConnection, sql: string, failure: string): Promise<void> {
  const executed = await connection.execute(sql);
  environment.signal.throwIfAborted();
  if (executed.kind === 'failed') environment.print(`${failure}: ${executed.reason}`);
  else executed.lines.forEach(environment.print);
}
