import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildFolder } from '@/config/build-id';
import { childEnvironment } from '@/config/child-environment';
import { projectRoot } from '@/config/project-root';
import { waitUntil } from '@/domain/wait-until';
import { ensureBuild } from '@/services/bootstrap/ensure-build.mjs';
import { ensureWebBuild } from '@/services/bootstrap/ensure-web-build.mjs';

/** A shop or the web as a process of its own, with nobody who looks after it. */
export interface RunningService {
  url: string;
  child: ChildProcess;
  /** All that it printed. */
  output: () => string;
  /** The exit code; null when a signal ended it. */
  ended: Promise<number | null>;
  hasEnded: () => boolean;
}

/** Starts one on a free port and waits until it listens. */
export async function startService(bundle: 'shop' | 'web', env: Record<string, string | null>): Promise<RunningService> {
  const root = projectRoot();
  await ensureBuild(root);
  if (bundle === 'web') await ensureWebBuild(root);
  const child = spawn(process.execPath, ['--enable-source-maps', join(buildFolder(), `${bundle}.mjs`)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: childEnvironment({ NODE_ENV: 'production', HOST: '127.0.0.1', PORT: '0', STAMPEDE_ROOT: root, ...env }),
  });
  let output = '';
  let port = 0;
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.on('message', (message: { port?: number }) => (port = message.port ?? port));
  let over = false;
  const ended = once(child, 'exit').then(([code]) => {
    over = true;
    return code as number | null;
  });
  await waitUntil(`the ${bundle} listens`, () => {
    if (over) throw new Error(`The ${bundle} ended:\n${output}`);
    const [, reportedPort] = /"port":(\d+),[^\n]*"msg":"listening"/.exec(output) ?? [];
    port ||= Number(reportedPort ?? 0);
    return port !== 0;
  });
  return { url: `http://127.0.0.1:${port}`, child, output: () => output, ended, hasEnded: () => over };
}
