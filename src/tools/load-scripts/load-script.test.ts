import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '@/config/project-root';
import { DEFAULT_PLAN } from '@/domain/plan';
import type { Experiment } from '@/domain/experiment';
import { runCommand } from '@/testing/cli';
import { runK6 } from '@/testing/k6-shim';
import { sharedWeb, type WebAddress } from '@/testing/web-under-test';
import { loadScript } from './load-script';

const plan = { ...DEFAULT_PLAN, stock: 20, buyers: 80, concurrency: 20, thinkMs: 2 };
const experiment = (strategies: string[], over: Partial<typeof plan> = {}): Experiment => ({
  name: 'exported', title: 'Exported', question: 'Does it hold?', lesson: 'It does.', plans: [{ ...plan, ...over, strategies }], varies: null, expectations: [],
});

describe('a script for k6', () => {
  let web: WebAddress;
  const folder = mkdtempSync(join(tmpdir(), 'stampede-k6-'));
  beforeAll(async () => {
    web = await sharedWeb();
  }, 300_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('sells exactly the stock with safe strategies wherever they count, and shows what the unsafe one oversold', async () => {
    const { text } = loadScript(experiment(['naive', 'for-update', 'skip-locked', 'redis-lua', 'event-sourced']), 'k6', web.url);
    const result = await runK6(text, folder, {});
    expect(result.crossed).toEqual([]);
    expect(result.checks).toEqual({ passed: 5 * plan.buyers, failed: 0 });
    for (const safe of ['for-update', 'skip-locked', 'redis-lua', 'event-sourced']) expect(result.stdout).toMatch(new RegExp(`^${safe} +stock 20 {2}sold 20 {2}left 0 {2}oversold 0 {2}astray 0$`, 'm'));
    expect(result.stdout).toMatch(/^naive +stock 20 {2}sold \d+ {2}left \d+ {2}oversold [1-9]\d*/m);
    expect(result.stdout).toContain('No safe strategy oversold.');
  });

  it('fails when a strategy that counts as safe oversells', async () => {
    const { text } = loadScript(experiment(['naive']), 'k6', web.url);
    // As if a safe one were broken: the same script, in which the bad shop counts as a good one.
    const broken = text.replace('"class": "unsafe"', '"class": "safe"').replace('"count>=0"', '"count<=20"');
    const result = await runK6(broken, folder, {});
    expect(result.crossed).toContain('units_sold{lane:naive}: count<=20');
    expect(result.stdout).toContain('VIOLATED: naive');
  });

  it('keeps the plan: a burst, quantities, a product for each value that varies', async () => {
    const { text } = loadScript({ ...experiment([]), varies: 'buyers', plans: [30, 40].map((buyers) => ({ ...plan, arrivals: 'burst' as const, quantity: 3, buyers, strategies: ['conditional-update'] })) }, 'k6', web.url);
    const result = await runK6(text, folder, {});
    for (const buyers of [30, 40]) expect(result.stdout).toMatch(new RegExp(`^conditional-update-buyers-${buyers} +stock 20 {2}sold 18 {2}left 2 {2}oversold 0`, 'm'));
    expect(result.checks.passed).toBe(70);
  });
});

describe('stampede export-load', () => {
  it('exports every experiment that there is, and says what it leaves out', async () => {
    const { stdout } = await runCommand(['list', '--json']);
    const { experiments } = JSON.parse(stdout) as { experiments: Experiment[] };
    expect(experiments.length).toBeGreaterThan(10);
    for (const one of experiments) {
      const k6 = loadScript(one, 'k6', 'http://127.0.0.1:3000');
      expect(k6.text).toContain('export function handleSummary');
      const { config, scenarios } = parse(loadScript(one, 'artillery', 'http://127.0.0.1:3000').text) as { config: { phases: unknown[] }; scenarios: unknown[] };
      expect(config.phases).toHaveLength(scenarios.length === 0 ? 0 : 1);
      if (one.plans.some(({ fault }) => fault !== null)) expect(k6.leftOut.join()).toContain('not injected');
    }
  });

  it('writes a file, and refuses what it does not know without writing anything', { timeout: 180_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stampede-load-'));
    const out = join(folder, 'script.js');
    expect(await runCommand(['export-load', 'classic', '--format', 'k6', '--target', 'http://web:3000/', '--out', out])).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(out, 'utf8')).toContain('__ENV.WEB || "http://web:3000"');
    const unknown = await runCommand(['export-load', 'nothing', '--format', 'k6']);
    expect(unknown).toMatchObject({ code: 64, stdout: '' });
    expect(unknown.stderr).toContain('classic');
    expect((await runCommand(['export-load', 'classic', '--format', 'k6', '--target', 'web'])).code).toBe(64);
    expect((await runCommand(['export-load', 'classic'])).code).toBe(64);
    rmSync(folder, { recursive: true });
  });
});

describe('docs/load/artillery.yml', () => {
  const { config, scenarios } = parse(readFileSync(join(projectRoot(), 'docs/load/artillery.yml'), 'utf8')) as {
    config: { phases: { rampTo?: number; arrivalRate: number }[]; ensure: object };
    scenarios: { name: string; weight: number; flow: Record<string, { url: string; expect: { statusCode: number[] }[] }>[] }[];
  };

  it('is four purchases for each look at the stock, and ramps to 100 arrivals a second', () => {
    expect(scenarios.map(({ name, weight }) => [name, weight])).toEqual([['purchase', 80], ['stock', 20]]);
    expect(Math.max(...config.phases.map(({ rampTo, arrivalRate }) => rampTo ?? arrivalRate))).toBe(100);
  });

  it('expects bought, sold out and too fast, and fails on anything else', () => {
    const [buy] = scenarios.map(({ flow }) => Object.values(flow[0] ?? {})[0]);
    expect(buy).toMatchObject({ url: '/api/purchase', expect: [{ statusCode: [200, 409, 429] }] });
    expect(config.ensure).toEqual({ maxErrorRate: 0 });
  });
});
