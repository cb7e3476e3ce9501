/**
 * Resolves with the first SIGINT, SIGTERM or SIGHUP. A second one ends the process at once; what it had started is then
 * ended by its leash.
 */
export function untilInterrupted(onForce: () => void): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let interrupted = false;
    const handle = (signal: NodeJS.Signals) => {
      if (interrupted) {
        onForce();
        process.exit(130);
      }
      interrupted = true;
      resolve(signal);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, handle);
  });
}
