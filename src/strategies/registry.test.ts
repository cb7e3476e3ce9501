import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '@/config/project-root';
import { strategyCatalogue } from '@/strategy-files/strategy-catalogue';
import { STRATEGIES, strategyFile, VARIANTS } from './registry';

const folder = join(projectRoot(), 'src/strategies');
/** A strategy is a file whose default export is made by the kit, and so is a variant of one. */
const strategyFiles = (below: string): string[] =>
  readdirSync(join(folder, below)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && /^export default defineStrategy\(/m.test(readFileSync(join(folder, below, name), 'utf8')));

describe('the registry', () => {
  it('holds every strategy file, and nothing else', () => {
    expect(STRATEGIES.map(({ id }) => `${id}.ts`).sort()).toEqual(strategyFiles('.').sort());
    expect(VARIANTS.map(({ id }) => `${id.replace(':', '-')}.ts`).sort()).toEqual(strategyFiles('variants').sort());
  });

  it('runs the function of the file that is shown', async () => {
    for (const strategy of [...STRATEGIES, ...VARIANTS]) {
      const module = (await import(/* @vite-ignore */ join(projectRoot(), strategyFile(strategy.id)))) as { default: unknown };
      expect(strategy).toBe(module.default);
    }
  });

  it('has a catalogue entry with all five texts for each', async () => {
    const catalogue = await strategyCatalogue('no Redis here');
    expect(catalogue.map(({ id }) => id)).toEqual(STRATEGIES.map(({ id }) => id));
    expect(catalogue.flatMap(({ variants }) => variants).map(({ id }) => id).sort()).toEqual(VARIANTS.map(({ id }) => id).sort());
    for (const info of catalogue.flatMap((entry) => [entry, ...entry.variants])) {
      for (const line of [info.idea, info.guarantee, info.cost, info.failureMode, info.isolationLevel]) expect(line.length).toBeGreaterThan(20);
      expect(info.unavailable).toBe(info.needs.includes('redis') ? 'no Redis here' : null);
    }
  });
});
