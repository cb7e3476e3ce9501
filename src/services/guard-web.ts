import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServiceLog } from './service-log';
import { ServiceMissingError } from './service-missing-error';
import type { WebServer } from './web-server';

export interface WebGuardPlan {
  /** How often in a row it is restarted before we give up. */
  restarts: number;
  /** A web that ran this long counts as healthy: if it ends then, the count starts again. */
  steadyMs: number;
  everyMs: number;
  /** Next's dev server outlives the child that listens: a port without a listener for this long counts as ended, too. */
  refusedMs: number;
}

const PLAN: WebGuardPlan = { restarts: 3, steadyMs: 60_000, everyMs: 500, refusedMs: 10_000 };

/** Holds the web that is running now. */
export interface GuardedWeb {
  server: WebServer;
}

/**
 * Watches a launcher's web until the signal: if it ends by itself, it is restarted on its port. Resolves with
 * null after the signal, once no restart is under way, or with the reason if the web keeps ending; never rejects.
 */
export async function guardWeb(
  web: GuardedWeb,
  start: (port: number) => Promise<WebServer>,
  log: ServiceLog,
  signal: AbortSignal,
  plan: WebGuardPlan = PLAN,
): Promise<ServiceMissingError | null> {
  let deaths = 0;
  let upSince = performance.now();
  let problem = '';
  for (;;) {
    await untilGone(web.server, signal, plan);
    if (signal.aborted) return null;
    deaths = performance.now() - upSince > plan.steadyMs ? 1 : deaths + 1;
    if (deaths > plan.restarts) return keepsEnding(deaths, problem);
    log(`the web has ended: restarting it on port ${String(web.server.port)}`);
    try {
      // Its remaining children, which would otherwise only end with us.
      await web.server.stop();
      web.server = await start(web.server.port);
      problem = '';
    } catch (error) {
      problem = error instanceof Error ? `\n${error.message}` : `\n${String(error)}`;
    }
    upSince = performance.now();
  }
}

const keepsEnding = (deaths: number, problem: string): ServiceMissingError =>
  new ServiceMissingError('web', `The web ended ${String(deaths)} times in a row and is not restarted any more; see logs/web.log in the state folder.${problem}`);

async function untilGone(server: WebServer, signal: AbortSignal, { everyMs, refusedMs }: WebGuardPlan): Promise<void> {
  let heardAt = performance.now();
  for (;;) {
    // Before the start, so that a web that cannot be started is not retried without a pause.
    await wait(everyMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted || server.hasEnded()) return;
    if (await listens(server.url)) heardAt = performance.now();
    else if (performance.now() - heardAt > refusedMs) return;
  }
}

/** Whether the port accepts a connection; the system does so for a busy server, too. */
function listens(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => {
      settle(true);
    });
    socket.once('error', () => {
      settle(false);
    });
  });
}
