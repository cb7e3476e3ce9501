import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServiceLog } from './service-log';
import { ServiceMissingError } from './service-missing-error';
import type { WebServer } from './web-server';

export interface WebGuardPlan {
  /** How often in a row it is started again before we give up. */
  restarts: number;
  /** A web that lived so long counts as sound: what ends it then is the first time again. */
  steadyMs: number;
  everyMs: number;
  /** Next's dev server outlives the child that listens: nobody on the port for so long counts as ended, too. */
  refusedMs: number;
}

const PLAN: WebGuardPlan = { restarts: 3, steadyMs: 60_000, everyMs: 500, refusedMs: 10_000 };

/** The place of the web that runs now. */
export interface GuardedWeb {
  server: WebServer;
}

/**
 * Looks after a launcher's web until the signal: one that ends by itself is started again on its port. Resolves with
 * null when the signal has come and no start is under way any more, with the reason when it keeps ending; never rejects.
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
    log(`the web has ended: starting it again on port ${String(web.server.port)}`);
    try {
      // What may be left of it, which a watcher would end with us.
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
  new ServiceMissingError('web', `The web ended ${String(deaths)} times in a row and is not started again; see logs/web.log in the state folder.${problem}`);

async function untilGone(server: WebServer, signal: AbortSignal, { everyMs, refusedMs }: WebGuardPlan): Promise<void> {
  let heardAt = performance.now();
  for (;;) {
    // First, so that one that cannot be started is not tried without a pause.
    await wait(everyMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted || server.hasEnded()) return;
    if (await listens(server.url)) heardAt = performance.now();
    else if (performance.now() - heardAt > refusedMs) return;
  }
}

/** Whether the system takes a connection there; a busy server's does, too. */
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
