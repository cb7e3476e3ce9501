import type { Server } from 'node:http';

export interface StopOptions {
  server: Server;
  /** How long it still accepts requests while it reports that it is not ready. */
  drainMs: number;
  /** How long running requests then have to finish. */
  stopWithinMs: number;
  /** Called at the signal, before anything else. */
  onDraining: () => void;
  /** Called when no more connections are accepted: ends what would otherwise never end. */
  onStopping: () => void | Promise<void>;
  /** Called when every request is answered: closes the connections to the stores. */
  close: () => Promise<unknown>;
  /** 0 if everything finished, 1 if something had to be cut off. */
  exit: (code: 0 | 1) => void;
}

/** How often to look for busy connections that have become idle. */
const IDLE_EVERY_MS = 50;

/**
 * Stops a server without dropping any accepted request. Call it for every signal, of which the second
 * cuts everything off at once, and when the parent process is gone.
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
  // Busy connections become idle one by one, and would be kept open for their client's next request.
  const sweeping = setInterval(() => server.closeIdleConnections(), IDLE_EVERY_MS);
  server.closeIdleConnections();
  await Promise.all([onStopping(), closed]);
  clearInterval(sweeping);
  await close();
}
