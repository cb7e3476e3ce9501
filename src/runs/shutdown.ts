const KEY = Symbol.for('stampede.shutdown');

interface Shutdown {
  draining: boolean;
  streams: AbortController;
  /** What to end and to close, in the order in which it was opened. */
  work: { end: () => Promise<unknown>; close: () => Promise<unknown> }[];
}

const shelf = globalThis as { [KEY]?: Shutdown };

/** One a process: the server and Next's bundles, which know nothing of each other, meet on the global object. */
function shutdown(): Shutdown {
  return (shelf[KEY] ??= { draining: false, streams: new AbortController(), work: [] });
}

/** Whether this process was told to stop. It still answers, but nobody should be sent here any more. */
export const isDraining = (): boolean => shutdown().draining;

/** Aborted when streams that have no end of their own must end. */
export const drainingSignal = (): AbortSignal => shutdown().streams.signal;

/** From now on this process says that it is not ready. */
export function beginDraining(): void {
  shutdown().draining = true;
}

/** `end` when no connection is taken any more: ends what runs. `close` when every request is answered: closes connections. */
export function atShutdown(work: Shutdown['work'][number]): void {
  shutdown().work.push(work);
}

/** Ends every stream, and what `atShutdown` was told to end. */
export async function endWork(): Promise<void> {
  const { streams, work } = shutdown();
  streams.abort();
  await Promise.allSettled(work.map(({ end }) => end()));
}

/** Closes the connections to the stores. */
export async function closeStores(): Promise<void> {
  await Promise.allSettled(shutdown().work.map(({ close }) => close()));
}
