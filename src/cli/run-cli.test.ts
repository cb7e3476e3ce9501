import { afterAll, beforeAll, expect, it } from 'vitest';
import { ExperimentError } from '@/experiments/load-experiments';
import { refusedCommand } from '@/testing/cli-in-process';
import { startCli, temporaryStateDir } from '@/testing/launcher-process';
import { registerBench } from './commands/bench';
import { registerServices } from './commands/services';
import type { RegisterCommand } from './run-cli';

let stateDir: string;
let remove: () => void;
beforeAll(() => {
  ({ stateDir, remove } = temporaryStateDir());
});
afterAll(() => remove());

async function run(args: string[], env: Record<string, string> = {}) {
  const cli = await startCli(args, stateDir, env);
  return { code: await cli.ended, ...cli.output };
}

it('ends an unknown command with 64 and a message on stderr', async () => {
  const { code, stdout, stderr } = await run(['stampeed']);
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
  expect(stderr).toMatch(/unknown command 'stampeed'/);
});

it.each([
  [['services', 'sideways'], /unknown command 'sideways'/],
  [['services', 'status', '--loud'], /unknown option '--loud'/],
  [[], /Usage: stampede/],
])('refuses %j with 64 and a message on stderr', async (args, sentence) => {
  const { code, stdout, stderr } = await refusedCommand(args, [registerServices]);
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
  expect(stderr).toMatch(sentence);
});

it('reports every wrong setting at once and ends with 64', async () => {
  const { code, stderr } = await refusedCommand(['services', 'status'], [registerServices], { PORT: 'http', STAMPEDE_REPLICAS: '0' });
  expect(code).toBe(64);
  expect(stderr).toMatch(/PORT: expected[^]*STAMPEDE_REPLICAS: expected/);
});

it('ends with 64 and every fault, without a stack, when a file of experiments cannot be used', async () => {
  const reads: RegisterCommand = (program) => {
    program.command('read').action(() => {
      throw new ExperimentError('90-mine.yaml', ['flood.stock: must be at least 1', 'expect.sfae: this experiment floods no strategy or class of this name']);
    });
  };
  const { code, stderr } = await refusedCommand(['read'], [reads]);
  expect(code).toBe(64);
  expect(stderr).toMatch(/experiments\/90-mine\.yaml cannot be used; nothing was run:\n {2}flood\.stock: .*\n {2}expect\.sfae: /);
  expect(stderr).not.toMatch(/^ +at /m);
});

it('prints the help in spite of wrong settings', async () => {
  const { code, stdout } = await run(['--help'], { PORT: 'http' });
  expect(code).toBe(0);
  expect(stdout).toContain('services');
});

it('ends with 4 when a named service is missing', async () => {
  const { code, stderr } = await run(['services', 'supervise'], { DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/shop' });
  expect(code).toBe(4);
  expect(stderr).toMatch(/DATABASE_URL names \(127\.0\.0\.1:1\)/);
  expect(stderr).not.toContain('secret');
});

it.each([
  ['an exception', 'throw new Error(process.env.BOOM)'],
  ['a rejection', 'void Promise.reject(new Error(process.env.BOOM))'],
])('ends with 2 and a message for %s that is not handled', async (_name, fault) => {
  // Throws from outside as soon as the command line is running.
  const script = `const t = setInterval(() => { if (process.listenerCount('uncaughtException') > 0) { clearInterval(t); ${fault}; } }, 20)`;
  const NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(script)}`;
  const { code, stderr } = await run(['bench-server', 'bare'], { NODE_OPTIONS, BOOM: 'boom at postgres://me:secret@db/shop' });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^stampede: unexpected error, the command cannot go on: .*boom at postgres:\/\/me:\*\*\*@db/m);
  expect(stderr).not.toContain('secret');
});

it.each([
  [['--seconds', 'x'], /expected seconds from 0\.2 to 60/],
  [['--seconds', '0.1'], /expected seconds/],
  [['--seconds', '1e1'], /expected seconds/],
  [['--seconds', 'Infinity'], /expected seconds/],
  [['--rounds', '2.5'], /expected a whole number from 1 to 20/],
  [['--rounds', '21'], /expected a whole number/],
])('bench %j ends with 64 before anything is started', async (flags, sentence) => {
  const { code, stdout, stderr } = await refusedCommand(['bench', ...flags], [registerBench]);
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
  expect(stderr).toMatch(sentence);
});
