import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { childEnvironment } from '@/config/child-environment';
import { waitUntil } from '@/domain/wait-until';
import { isAlive, parentOf, processStart, type ProcessIdentity } from './process-identity.mjs';

const MODULE = fileURLToPath(new URL('end-with-runner.mjs', import.meta.url));
/** Prints its process id, and runs until it is ended. */
const PROGRAM = `import { endWithRunner } from ${JSON.stringify(MODULE)};
endWithRunner();
console.log('pid=' + process.pid);
setInterval(() => undefined, 1_000);`;

let folder: string;
const started: ProcessIdentity[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stampede-runner-'));
  writeFileSync(join(folder, 'program.mjs'), PROGRAM);
  const scripts = { start: 'node program.mjs', behind: 'node program.mjs && true', 'in-background': 'node program.mjs & read line' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'x', version: '1.0.0', private: true, scripts }));
});
afterEach(() => {
  for (const identity of started.splice(0)) if (isAlive(identity)) process.kill(identity.pid, 'SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Started {
  parent: ChildProcess;
  program: ProcessIdentity;
}

async function start(command: string, ...args: string[]): Promise<Started> {
  const parent = spawn(command, args, { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'], env: childEnvironment({ npm_config_update_notifier: 'false' }) });
  let output = '';
  parent.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await waitUntil(`${command} ${args.join(' ')} runs the program`, () => /pid=\d+\n/.test(output));
  const pid = Number(/pid=(\d+)/.exec(output)?.[1]);
  const program = { pid, startedAt: processStart(pid) ?? 'gone' };
  started.push(program);
  return { parent, program };
}

const ends = ({ program }: Started): Promise<unknown> => waitUntil('the program has ended', () => !isAlive(program));

it.each([
  ['npm start', 'SIGTERM', ['start']],
  ['npm start', 'SIGKILL', ['start']],
  ['npm run, behind a shell', 'SIGTERM', ['run', 'behind']],
  ['npm run, behind a shell', 'SIGKILL', ['run', 'behind']],
  ['npm exec', 'SIGKILL', ['exec', '-c', 'node program.mjs']],
] as const)('ends what %s has started when only npm gets %s', async (_what, signal, args) => {
  const started = await start('npm', ...args);
  started.parent.kill(signal);
  await ends(started);
});

it('leaves a program of another parent, or a script in the background, running when that parent ends', async () => {
  const left = [await start('sh', '-c', 'node program.mjs & read line'), await start('npm', 'run', 'in-background'), await start('sh', '-c', 'nohup setsid node program.mjs & read line')];
  for (const { parent, program } of left) {
    const before = parentOf(program.pid);
    // They wait for a line, and end at the end of their input.
    parent.stdin?.end();
    await waitUntil('its parent has gone', () => parentOf(program.pid) !== before);
  }
  // Several times as long as the others take to notice.
  for (let times = 0; times < 3; times++) {
    const other = await start('npm', 'start');
    other.parent.kill('SIGKILL');
    await ends(other);
  }
  expect(left.map(({ program }) => isAlive(program))).toEqual([true, true, true]);
});
