import { openWire, type WireConnection } from '@/stores/postgres/wire/wire-connection';
import { blockedWatchdog, type BlockedWatchdog } from './blocked-watchdog';
import { SpecConnection } from './spec-connection';
import type { Spec } from './spec';

/** How a spec is run. */
export interface SpecOptions {
  /** Gets the transcript, line by line; a line may hold newlines of the SQL or of a message. */
  print: (line: string) => void;
  /** A step that takes longer is cancelled, and after twice that time the run ends. */
  stepTimeoutMs: number;
  /** Milliseconds on a clock that never goes back. */
  now: () => number;
  signal: AbortSignal;
}

/** All connections of one run. */
export interface SpecEnvironment extends SpecOptions {
  spec: Spec;
  sessions: readonly SpecConnection[];
  /** Runs the setup and teardown of the spec; its notices are not shown. */
  control: SpecConnection;
  watchdog: BlockedWatchdog;
  /** How many notices the sessions gave so far, all together. */
  noticeCount: () => number;
}

/** The run cannot go on. The transcript says why. */
export class SpecEnded extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'SpecEnded';
  }
}

/** Opens the connections, does the work and closes them, whatever happened. An abort closes them under it. */
export async function withSpecEnvironment<T>(spec: Spec, databaseUrl: string, options: SpecOptions, work: (environment: SpecEnvironment) => Promise<T>): Promise<T> {
  const wires: WireConnection[] = [];
  const closeAll = (): Promise<unknown> => Promise.all(wires.map((wire) => wire.close()));
  const onAbort = (): void => void closeAll();
  options.signal.addEventListener('abort', onAbort);
  const open = async (name: string, onNotice: (text: string) => void): Promise<SpecConnection> => {
    options.signal.throwIfAborted();
    const wire = await openWire(databaseUrl, `stampede spec/${name}`);
    wires.push(wire);
    return new SpecConnection(name, wire, onNotice);
  };
  try {
    const control = await open('control connection', () => undefined);
    const sessions: SpecConnection[] = [];
    for (const { name } of spec.sessions) sessions.push(await open(name, (text) => options.print(`${name}: ${text}`)));
    const watching = await open('watchdog', () => undefined);
    const watchdog = blockedWatchdog(watching.wire, sessions.map(({ wire }) => wire.pid));
    const noticeCount = (): number => sessions.reduce((sum, session) => sum + session.noticeCount, 0);
    return await work({ ...options, spec, sessions, control, watchdog, noticeCount });
  } catch (error) {
    // The connections were closed under it: what that led to says nothing.
    options.signal.throwIfAborted();
    throw error;
  } finally {
    options.signal.removeEventListener('abort', onAbort);
    await closeAll();
  }
}

/** The connection of a step's session. */
export function connectionOf(environment: SpecEnvironment, session: number): SpecConnection {
  const connection = environment.sessions[session];
  if (connection === undefined) throw new Error(`There is no session ${session}.`);
  return connection;
}
