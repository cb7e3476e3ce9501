/**
 * Resolves with the first SIGINT, SIGTERM or SIGHUP. A second one ends the process at once; what it had started then ends
 * with it (see kill-with-parent.ts). But no SIGHUP is a second one: it says that the terminal or the package runner is
 * gone, which often comes with another signal and asks for nothing more.
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
