import type { Server } from 'node:http';

export interface StopOptions {
  server: Server;
  /** How long it goes on taking requests while it says that it is not ready. */
  drainMs: number;
  /** Then what runs has so long to finish. */
  stopWithinMs: number;
  /** At the signal, before anything else. */
  onDraining: () => void;
  /** No connection is taken any more: whatever would otherwise never end is ended here. */
  onStopping: () => void | Promise<void>;
  /** Every request is answered: connections to the stores are closed here. */
  close: () => Promise<unknown>;
  /** 0 when all of it came to its end, 1 when something had to be cut. */
  exit: (code: 0 | 1) => void;
}

/** How a busy connection is looked for that has become idle. */
const IDLE_EVERY_MS = 50;

/**
 * The way to stop a server so that nobody who was let in is turned away. Call `stop` with 'again' allowed for a signal: the
 * second one cuts at once.
 */
export function gracefulStop(options: StopOptions): (cause: 'signal' | 'orphaned') => void {
  const { exit, server } = options;
  let stopping = false;
  let signals = 0;
  let ended = false;
  const end = (code: 0 | 1): void => {
    if (ended) return;
    ended = true;
    exit(code);
  };
  const cut = (): void => {
    server.closeAllConnections();
    end(1);
  };
  return (cause) => {
    if (cause === 'signal') signals += 1;
    if (signals > 1) {
      cut();
      return;
    }
    if (stopping) return;
    stopping = true;
    options.onDraining();
    setTimeout(() => {
      setTimeout(cut, options.stopWithinMs);
      void stopAll(options).then(
        () => end(0),
        () => end(1),
      );
    }, options.drainMs);
  };
}

async function stopAll({ server, onStopping, close }: StopOptions): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Those that are busy now become idle one by one, and would be kept for the next request of their client.
  const sweeping = setInterval(() => server.closeIdleConnections(), IDLE_EVERY_MS);
  server.closeIdleConnections();
  await Promise.all([onStopping(), closed]);
  clearInterval(sweeping);
  await close();
}
