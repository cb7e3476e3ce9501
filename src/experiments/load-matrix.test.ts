import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '@/config/project-root';
import { FAULTS } from '@/domain/fault';
import { STRATEGIES } from '@/strategies/registry';
import { loadMatrix } from './load-matrix';

const limits = { maxBuyers: 1_000, maxConcurrency: 100, replicas: 8, strategyIds: STRATEGIES.map(({ id }) => id) };
const folder = mkdtempSync(join(tmpdir(), 'stampede-matrix-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (text: string) => {
  const path = join(folder, 'expected.yaml');
  writeFileSync(path, text);
  return loadMatrix(path, STRATEGIES, limits);
};

describe('the guarantee matrix', () => {
  it('has a row for every strategy and a column for every fault', async () => {
    const columns = await loadMatrix(join(projectRoot(), 'experiments/matrix/expected.yaml'), STRATEGIES, limits);
    const rows = new Set(columns.flatMap(({ experiment }) => experiment.expectations.map(({ strategy }) => strategy)));
    expect([...rows].sort()).toEqual(STRATEGIES.map(({ id }) => id).sort());
    expect(new Set(columns.map(({ fault }) => fault))).toEqual(new Set([null, ...FAULTS.map(({ name }) => name)]));
    // Nothing safe is left out of a fault that could touch it.
    for (const { fault, experiment } of columns.filter((column) => column.fault === 'terminate-backends' || column.fault === null)) {
      const safe = STRATEGIES.filter((strategy) => strategy.class === 'safe').map(({ id }) => id);
      expect(experiment.plans[0]?.strategies, fault ?? 'none').toEqual(expect.arrayContaining(safe));
    }
  });

  it('lets the row of a strategy go before that of its class, and a number of replicas before none', async () => {
    const [one, two] = await read(`
flood: { stock: 5 }
columns: [{ fault: none, replicas: 1 }, { fault: none, replicas: 2 }]
expected:
  unsafe: { none: lost-update }
  in-process-mutex: { none/1: pass }
`);
    const of = (column: typeof one, id: string) => column?.experiment.expectations.find(({ strategy }) => strategy === id);
    expect(of(one, 'in-process-mutex')).toMatchObject({ verdict: 'pass', anomaly: null });
    expect(of(two, 'in-process-mutex')).toMatchObject({ verdict: 'violated', anomaly: 'lost-update' });
    expect(of(two, 'for-update')).toBeUndefined();
  });

  it('has one cell or more of every fault in a quick run, and some of none', async () => {
    const columns = await loadMatrix(join(projectRoot(), 'experiments/matrix/expected.yaml'), STRATEGIES, limits, 'quick');
    expect(new Set(columns.map(({ fault }) => fault))).toEqual(new Set([null, ...FAULTS.map(({ name }) => name)]));
    expect(Math.max(...columns.map(({ experiment }) => experiment.expectations.length))).toBeLessThanOrEqual(3);
    for (const { experiment } of columns) expect(experiment.plans[0]?.strategies).toEqual(experiment.expectations.map(({ strategy }) => strategy));
  });

  it('still reads a file of version 0.1, where `expected` was called `foretold`', async () => {
    const [column] = await read(`
flood: { stock: 5 }
columns: [{ fault: none, replicas: 1 }]
foretold: { naive: { none: lost-update } }
`);
    expect(column?.experiment.expectations).toMatchObject([{ strategy: 'naive', verdict: 'violated', anomaly: 'lost-update' }]);
  });

  it('refuses promises that would never be checked', async () => {
    const text = `
flood: { stock: 5 }
columns: [{ fault: none, replicas: 1 }]
expected: { stranger: { none: pass }, naive: { slow-commits: pass } }
`;
    await expect(read(text)).rejects.toThrow(/no strategy or class is called stranger[\s\S]*there is no column slow-commits/);
    await expect(read("flood: {}\ncolumns: [{ fault: none, replicas: 1, quick: [redlock] }]\nexpected: { naive: { none: pass } }")).rejects.toThrow('quick names redlock, of which nothing is expected there');
    await expect(read(text.replace('none: pass', 'none: fine'))).rejects.toThrow('matrix/expected.yaml cannot be used');
  });
});
