import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The result of a run of a k6 script. */
export interface K6Result {
  stdout: string;
  /** Thresholds that were crossed, as k6 would name them. */
  crossed: string[];
  checks: { passed: number; failed: number };
}

interface Scenario {
  executor: string;
  exec: string;
  env: Record<string, string>;
  vus?: number;
  iterations?: number;
}

interface K6Module {
  options: { scenarios: Record<string, Scenario>; thresholds: Record<string, string[]> };
  setup(): Promise<object>;
  teardown(data: object): Promise<void>;
  handleSummary(summary: { metrics: Record<string, { values: Record<string, number> }> }): Record<string, string>;
  [exec: string]: unknown;
}

/**
 * Runs a k6 script on the part of k6's API that such scripts use, over real HTTP. k6 itself blocks in a call;
 * here calls are awaited, so the script is rewritten for that. Scenarios run one after another, the buyers of one concurrently.
 */
export async function runK6(script: string, folder: string, env: Record<string, string>): Promise<K6Result> {
  const file = join(folder, `k6-${process.hrtime.bigint()}.mjs`);
  const awaited = script
    .replace(/^import .* from 'k6.*';$/gm, '')
    .replace(/^export function (setup|buy|teardown)/gm, 'export async function $1')
    .replaceAll('= http.', '= await http.');
  const samples: { metric: string; tags: Record<string, string>; value: number }[] = [];
  const checks = { passed: 0, failed: 0 };
  class Metric {
    constructor(readonly name: string) {}
    add(value: number, tags: Record<string, string> = {}): void {
      samples.push({ metric: this.name, tags, value });
    }
  }
  const world = {
    http: { post: (url: string, body: string, { headers }: { headers: HeadersInit }) => call(url, { method: 'POST', body, headers }), get: (url: string) => call(url, {}), expectedStatuses: () => null },
    check: (value: unknown, named: Record<string, (value: unknown) => boolean>) => {
      for (const test of Object.values(named)) checks[test(value) ? 'passed' : 'failed'] += 1;
    },
    Counter: Metric, Gauge: Metric, Trend: Metric, __ENV: { ...env } as Record<string, string>, __VU: 0, __ITER: 0,
  };
  Object.assign(globalThis, { k6World: world });
  writeFileSync(file, `const { http, check, Counter, Gauge, Trend, __ENV } = globalThis.k6World;\n${awaited.replaceAll('__VU', 'globalThis.k6World.__VU').replaceAll('__ITER', 'globalThis.k6World.__ITER')}`);
  try {
    const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as K6Module;
    const data = await module.setup();
    for (const scenario of Object.values(module.options.scenarios)) await carryOut(module, scenario, data, world);
    await module.teardown(data);
    const metrics: Record<string, { values: Record<string, number> }> = {};
    const crossed: string[] = [];
    for (const [threshold, rules] of Object.entries(module.options.thresholds)) {
      const values = threshold === 'checks' ? { rate: checks.failed === 0 ? 1 : 0 } : valuesOf(threshold, samples);
      metrics[threshold] = { values };
      for (const rule of rules) if (!holds(rule, values)) crossed.push(`${threshold}: ${rule}`);
    }
    return { stdout: module.handleSummary({ metrics }).stdout ?? '', crossed, checks };
  } finally {
    rmSync(file);
  }
}

async function call(url: string, init: RequestInit) {
  const response = await fetch(url, init);
  const body = await response.text();
  return { status: response.status, body, timings: { duration: 1 }, json: (field: string): unknown => (JSON.parse(body) as Record<string, unknown>)[field] };
}

async function carryOut(module: K6Module, { executor, exec, env, vus = 1, iterations = 1 }: Scenario, data: object, world: { __ENV: Record<string, string>; __VU: number; __ITER: number }): Promise<void> {
  const perVu = executor === 'per-vu-iterations';
  if (!perVu && executor !== 'shared-iterations') throw new Error(`The shim does not support the executor ${executor}.`);
  Object.assign(world.__ENV, env);
  let left = perVu ? vus * iterations : iterations;
  const work = module[exec] as (data: object) => Promise<void>;
  await Promise.all(
    Array.from({ length: vus }, async (_, vu) => {
      for (let iteration = 0; left-- > 0; iteration++) {
        // Read by the script before its first call.
        Object.assign(world, { __VU: vu + 1, __ITER: iteration });
        await work(data);
      }
    }),
  );
}

const SUBMETRIC = /^(\w+)\{lane:(.+)\}$/;

function valuesOf(threshold: string, samples: readonly { metric: string; tags: Record<string, string>; value: number }[]): Record<string, number> {
  const [, metric, lane] = SUBMETRIC.exec(threshold) ?? [];
  const own = samples.filter((sample) => sample.metric === metric && sample.tags.lane === lane).map(({ value }) => value);
  return { count: own.reduce((sum, value) => sum + value, 0), value: own.at(-1) ?? 0 };
}

function holds(rule: string, values: Record<string, number>): boolean {
  const [, name = '', operator, limit] = /^(\w+)(<=|>=|==)(-?\d+)$/.exec(rule) ?? [];
  const value = values[name] ?? Number.NaN;
  return operator === '<=' ? value <= Number(limit) : operator === '>=' ? value >= Number(limit) : value === Number(limit);
}
