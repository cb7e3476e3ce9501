import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { RunEvent } from '@/domain/run-event';
import type { RunReport } from '@/domain/report';
import { openDatabase } from '@/stores/postgres/database';
import { listRuns } from '@/stores/postgres/runs';
import { runCommand, startCli } from '@/testing/cli';
import { refusedCommand } from '@/testing/cli-in-process';
import { everyCommandHasLetGo } from '@/testing/let-go';
import { sharedWeb } from '@/testing/web-under-test';
import { registerFlood } from './flood';

let folder: string;
let databaseUrl: string;
/** For a command that starts its own shops. */
let shopless: Record<string, string>;
/** For one that floods shops that are already running. */
let env: Record<string, string>;

beforeAll(async () => {
  const web = await sharedWeb();
  folder = await mkdtemp(join(tmpdir(), 'stampede-cli-'));
  databaseUrl = web.databaseUrl;
  shopless = { DATABASE_URL: databaseUrl, REDIS_URLS: inject('redisUrls').join(',') };
  env = { ...shopless, SHOP_URLS: web.shopUrls.join(',') };
}, 600_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
  await everyCommandHasLetGo(databaseUrl);
});

const small = ['--stock', '10', '--buyers', '100', '--concurrency', '50', '--think-ms', '10'];

describe('stampede flood', () => {
  it('catches every unsafe strategy, sees every safe one sell exactly the stock, and prints one JSON object', { timeout: 120_000 }, async () => {
    const junit = join(folder, 'junit.xml');
    const html = join(folder, 'report.html');
    const { code, stdout, stderr } = await runCommand(['flood', '--strategy', 'all', ...small, '--json', '--junit', junit, '--html', html], shopless);
    expect(code, stderr).toBe(0);
    const report = JSON.parse(stdout) as RunReport;
    expect(report).toMatchObject({ schemaVersion: 1, verdict: 'pass', exitCode: 0, plan: { stock: 10, buyers: 100 }, environment: { synchronousCommit: 'on' } });
    const naive = report.lanes.find(({ strategy }) => strategy === 'naive');
    expect(report.lanes).toHaveLength(22);
    expect(naive).toMatchObject({ strategy: 'naive', class: 'unsafe', verdict: 'violated' });
    expect(naive?.oversold).toBeGreaterThan(0);
    expect(naive?.findings.find(({ anomaly }) => anomaly === 'lost-update')?.evidence.sentence).toMatch(/^Orders \d+ and \d+ both read stock \d+ and both wrote \d+/);
    for (const { strategy, class: strategyClass, unitsSold, verdict } of report.lanes) {
      if (strategyClass === 'safe') expect({ strategy, unitsSold, verdict }).toEqual({ strategy, unitsSold: 10, verdict: 'pass' });
      if (strategyClass === 'unsafe') expect({ strategy, verdict }).toEqual({ strategy, verdict: 'violated' });
      if (strategyClass === 'loses-sales') expect(unitsSold, strategy).toBeLessThanOrEqual(10);
    }
    for (const lane of report.lanes) {
      expect(lane.confirmed + lane.soldOut + lane.gaveUp + lane.unknown).toBe(100);
      expect(lane.series.at(-1)?.unitsSold).toBe(lane.confirmed);
    }
    expect(stderr).toContain('exit 0: pass');
    expect(await readFile(junit, 'utf8')).toContain('<testcase');
    expect(await readFile(html, 'utf8')).toContain('<table>');
  });

  it('shows the steps of the two buyers that clashed, on one clock', async () => {
    const { stdout } = await runCommand(['flood', '--strategy', 'naive', ...small, '--json'], env);
    const report = JSON.parse(stdout) as RunReport;
    const clash = report.lanes[0]?.findings.find(({ anomaly }) => anomaly === 'lost-update')?.evidence.witnesses ?? [];
    expect(clash).toHaveLength(2);
    for (const { steps, read, wrote, invokedMs, returnedMs } of clash) {
      expect(steps.find(({ name }) => name === 'read stock')?.observed).toEqual({ stock: read });
      expect(steps.find(({ name }) => name === 'write stock')?.observed).toEqual({ stock: wrote });
      for (const step of steps) {
        expect(step.startMs).toBeGreaterThanOrEqual(invokedMs ?? Infinity);
        expect(step.endMs).toBeLessThanOrEqual(returnedMs ?? -Infinity);
      }
    }
  });

  it('reports the run as events, numbered without gaps, and always ends with a last event', async () => {
    const { stdout, code } = await runCommand(['flood', '--strategy', 'naive,for-update', ...small, '--ndjson'], env);
    expect(code).toBe(0);
    const events = stdout.trim().split('\n').map((line) => JSON.parse(line) as RunEvent);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => index + 1));
    expect(events[0]?.kind).toBe('started');
    expect(events.at(-1)?.kind).toBe('finished');
    expect(events.filter(({ kind }) => kind === 'lane-finished')).toHaveLength(2);
  });

  it('gives the same lane order and the same crowd for the same seed', async () => {
    const order = async (): Promise<unknown> => {
      const { stdout } = await runCommand(['flood', '--strategy', 'naive,for-update,conditional-update', '--buyers', '5', '--stock', '2', '--seed', '77', '--ndjson'], env);
      const started = stdout.split('\n').map((line) => (line ? (JSON.parse(line) as RunEvent) : null)).find((event) => event?.kind === 'started');
      return started?.kind === 'started' ? started.laneOrder : null;
    };
    expect(await order()).toEqual(await order());
  });

  it('ends with 3 when the control shows no anomaly: one buyer at a time cannot race', async () => {
    const { code, stderr } = await runCommand(['flood', '--strategy', 'naive', '--concurrency', '1', '--buyers', '8', '--stock', '5', '--think-ms', '0'], env);
    expect(code).toBe(3);
    expect(stderr).toContain('The control failed');
  });

  it('repeats with derived seeds and prints the bound that zero violations give', async () => {
    const { code, stdout, stderr } = await runCommand(['flood', '--strategy', 'for-update', '--buyers', '20', '--stock', '5', '--repeat', '3', '--json'], env);
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as RunReport;
    expect(new Set(report.lanes.map(({ seed }) => seed)).size).toBe(3);
    expect(report.bounds).toMatchObject([{ strategy: 'for-update', floods: 3, violated: 0 }]);
    expect(report.bounds[0]?.rateUpperBound95).toBeCloseTo(1 - 0.05 ** (1 / 3), 10);
    expect(stderr).toContain('no violation in 3 floods');
  });

  it.each([
    ['burst', ['--burst'], (report: RunReport) => expect(report.lanes[0]?.startSpreadMs).toBeGreaterThanOrEqual(0)],
    ['open loop', ['--rate', '500'], (report: RunReport) => expect(report.lanes[0]?.lateStartMs).toBeGreaterThanOrEqual(0)],
    ['lanes together', ['--parallel'], (report: RunReport) => expect(report.plan.parallel).toBe(true)],
    ['several units', ['--quantity', '3'], (report: RunReport) => expect(report.lanes[0]?.unitsSold).toBe(9)],
    ['one shop', ['--replicas', '1'], (report: RunReport) => expect(report.environment.shops).toBe(1)],
  ])('floods as %s', async (_name, flags, expectation) => {
    const { code, stdout, stderr } = await runCommand(['flood', '--strategy', 'conditional-update', '--stock', '10', '--buyers', '60', ...flags, '--json'], env);
    expect(code, stderr).toBe(0);
    const report = JSON.parse(stdout) as RunReport;
    expect(report.lanes[0]?.verdict).toBe('pass');
    expectation(report);
  });

  it('stops cleanly when interrupted, and stores the run as cancelled', async () => {
    const run = startCli(['flood', '--strategy', 'naive', '--buyers', '2000', '--think-ms', '1000', '--concurrency', '10', '--stock', '2000', '--ndjson'], env);
    await new Promise<void>((resolve) => run.child.stdout?.on('data', (chunk: Buffer) => chunk.includes('lane-progress') && resolve()));
    run.child.kill('SIGINT');
    const { code, stdout } = await run.result;
    expect(code).toBe(2);
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ kind: 'failed', failure: { code: 'cancelled' } });
    const database = openDatabase(databaseUrl, 'test');
    const [latest] = await listRuns(database.db, 1);
    await database.close();
    expect(latest).toMatchObject({ status: 'failed' });
  });
});

describe('an impossible command line', () => {
  it.each([
    [['--stock', '-1'], '--stock must be a whole number'],
    [['--stock', '1.5'], '--stock must be a whole number'],
    [['--buyers', '1e12'], '--buyers must be a whole number from 1 to 100000'],
    [['--concurrency', '2001'], '--concurrency'],
    [['--stock', 'many'], 'expected a number'],
    [['--strategy', 'nobody'], 'no strategy is called nobody'],
    [['--think-ms', '-5'], '--think-ms'],
    [['--burst', '--rate', '5'], 'exclude each other'],
    [['--fault', 'fire'], '--fault'],
    [['--surprise'], 'unknown option'],
    [['--json', '--ndjson'], 'exclude each other'],
    [['--junit', '/nonexistent/x.xml'], 'cannot be written'],
    [['--html', '/nonexistent/x.html'], 'cannot be written'],
  ])('%j ends with 64, says why, and stores nothing', async (flags, sentence) => {
    const database = openDatabase(databaseUrl, 'test');
    const before = (await listRuns(database.db, 100)).length;
    const { code, stderr, stdout } = await refusedCommand(['flood', ...flags], [registerFlood], env);
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toContain(sentence);
    expect((await listRuns(database.db, 100)).length).toBe(before);
    await database.close();
  });

  it.each(['restart-postgres', 'kill-one-redis'])('never injects %s into a server from the environment', async (fault) => {
    const { code, stderr, stdout } = await runCommand(['flood', '--strategy', 'redlock', '--fault', fault, ...small, '--json'], shopless);
    expect(code).toBe(64);
    expect(stderr).toMatch(/works on services that Stampede started itself, and .* given by (DATABASE_URL|REDIS_URLS)\. Nothing was run and nothing was harmed\./);
    expect(stdout).toBe('');
  });

  it('an unknown experiment ends with 64', async () => {
    expect(await runCommand(['experiment', 'nonsense'], env)).toMatchObject({ code: 64 });
  });

  it('a missing database ends with 4', async () => {
    const { code, stderr } = await runCommand(['flood', '--strategy', 'naive'], { ...env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    expect(code, stderr).toBe(4);
  });

  it('a missing Redis ends with 4 for redlock, and does not matter for the others', async () => {
    const without = { ...env, REDIS_URLS: 'redis://127.0.0.1:1' };
    expect((await runCommand(['flood', '--strategy', 'redlock'], without)).code).toBe(4);
    expect((await runCommand(['flood', '--strategy', 'for-update', '--buyers', '5', '--stock', '5'], without)).code).toBe(0);
  });
});
