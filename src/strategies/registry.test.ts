import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '@/config/project-root';
import { parseHeader, strategyCatalogue } from '@/runs/strategy-catalogue';
import { STRATEGIES, strategyFile, VARIANTS } from './registry';

const folder = join(projectRoot(), 'src/strategies');
/** A strategy is a file that exports a purchase function, and so is a variant of one. */
const purchaseFiles = (below: string): string[] =>
  readdirSync(join(folder, below)).filter((name) => name.endsWith('.ts') && /^export const purchase: Purchase\b/m.test(readFileSync(join(folder, below, name), 'utf8')));

describe('the registry', () => {
  it('holds every strategy file, and nothing else', () => {
    expect(STRATEGIES.map(({ id }) => `${id}.ts`).sort()).toEqual(purchaseFiles('.').sort());
    expect(VARIANTS.map(({ id }) => `${id.replace(':', '-')}.ts`).sort()).toEqual(purchaseFiles('variants').sort());
  });

  it('runs the function of the file that is shown', async () => {
    for (const { id, purchase } of [...STRATEGIES, ...VARIANTS]) {
      const module = (await import(/* @vite-ignore */ join(projectRoot(), strategyFile(id)))) as { purchase: unknown };
      expect(purchase).toBe(module.purchase);
    }
  });

  it('has a catalogue entry with the five lines for each', async () => {
    const catalogue = await strategyCatalogue('no Redis here');
    expect(catalogue.map(({ id }) => id)).toEqual(STRATEGIES.map(({ id }) => id));
    expect(catalogue.flatMap(({ variants }) => variants).map(({ id }) => id).sort()).toEqual(VARIANTS.map(({ id }) => id).sort());
    for (const info of catalogue.flatMap((entry) => [entry, ...entry.variants])) {
      for (const line of [info.idea, info.guarantee, info.cost, info.failureMode, info.isolationLevel]) expect(line.length).toBeGreaterThan(20);
      expect(info.unavailable).toBe(info.needs.includes('redis') ? 'no Redis here' : null);
    }
  });

  it('notices a header that lacks a line', () => {
    const source = readFileSync(join(folder, 'naive.ts'), 'utf8');
    expect(() => parseHeader(source.replace(' * Cost:', ' * Price:'))).toThrow("no line 'Cost: ...'");
  });
});
