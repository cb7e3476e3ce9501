/**
 * Resolves with the first SIGINT, SIGTERM or SIGHUP. A second one ends the process at once; what it had started then ends
 * with it (see kill-with-parent.ts). A SIGHUP never counts as the second one: it means that the terminal or the package runner is
 * gone, and often comes together with another signal.
 */
export function untilInterrupted(onForce: () => void): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let interrupted = false;
    const handle = (signal: NodeJS.Signals) => {
      if (interrupted && signal === 'SIGHUP') return;
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
