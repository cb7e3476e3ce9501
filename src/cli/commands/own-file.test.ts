import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { projectRoot } from '@/config/project-root';
import type { Exploration } from '@/domain/exploration';
import type { RunReport } from '@/domain/report';
import { runCommand } from '@/testing/cli';
import { refusedCommand } from '@/testing/cli-in-process';
import { sharedWeb } from '@/testing/web-under-test';
import { registerExplore } from './explore';
import { registerFlood } from './flood';
import { registerLab } from './lab';

/** A folder outside the project, like a learner's or a team's, with cases that people have met. */
let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  const web = await sharedWeb();
  folder = await mkdtemp(join(tmpdir(), 'stampede-own-'));
  await cp(join(projectRoot(), 'src/testing/cases'), folder, { recursive: true });
  env = { DATABASE_URL: web.databaseUrl, REDIS_URLS: inject('redisUrls').join(','), SHOP_URLS: web.shopUrls.join(',') };
}, 600_000);
afterAll(() => rm(folder, { recursive: true }));

/** Writes a file of the folder and gives its path. */
async function own(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const strategy = (id: string, body: string, imports = 'defineStrategy, soldOut'): string =>
  `import { ${imports} } from 'stampede';\n\nexport default defineStrategy({ id: '${id}' }, async (shop, { productId, quantity }) => {\n${body}\n});\n`;

const refused = (...argv: string[]) => refusedCommand(argv, [registerFlood, registerExplore, registerLab], env);

describe('a strategy file that cannot be run', () => {
  it.each<[string, string | null, RegExp]>([
    ['is not there', null, /not-there\.ts: there is no such file/],
    ['has a syntax error', "import { soldOut } from 'stampede';\nexport default soldOut(;\n", /2:24: .*\n +export default soldOut\(;\n +\^/],
    ['has no default export', "export const purchase = 1;\n", /no default export made by defineStrategy/],
    ['has a type that cannot be', strategy('typed', '  const n: number = shop;\n  return n > 0 ? soldOut() : soldOut();'), /4:9: Type 'Shop' is not assignable to type 'number'/],
    ['has the id of a built-in strategy', strategy('naive', '  return soldOut();'), /its id naive is that of a built-in strategy/],
    ['has an id that is none', strategy('My Idea', '  return soldOut();'), /id must be small letters, digits and hyphens/],
    ['throws as it is loaded', `${strategy('early', '  return soldOut();')}throw new Error('too early');\n`, /6:7: it throws as it is loaded: too early/],
    ['ends the process as it is loaded', `${strategy('gone', '  return soldOut();')}process.exit(3);\n`, /as it was loaded, it ended the process \(3\)/],
  ])('because it %s is refused with 64, and nothing is started', { timeout: 60_000 }, async (what, text, said) => {
    const path = text === null ? join(folder, 'not-there.ts') : await own(`${what.replaceAll(' ', '-')}.ts`, text);
    const { code, stderr, stdout } = await refused('flood', path);
    expect(stderr).toMatch(said);
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toContain('Nothing was started.');
  });

  it('because another one has its id is refused, by every command', { timeout: 60_000 }, async () => {
    const [one, two] = [await own('one.ts', strategy('same', '  return soldOut();')), await own('two.ts', strategy('same', '  return soldOut();'))];
    for (const command of ['flood', 'explore']) {
      const { code, stderr } = await refused(command, one, two);
      expect(code).toBe(64);
      expect(stderr).toContain(`two.ts: its id same is that of ${one} as well`);
    }
  });
});

const flood = async (...argv: string[]): Promise<{ code: number | null; report: RunReport; stderr: string }> => {
  const { code, stdout, stderr } = await runCommand(['flood', ...argv, '--stock', '5', '--buyers', '40', '--concurrency', '20', '--json'], env);
  expect(stdout, stderr).not.toBe('');
  return { code, report: JSON.parse(stdout) as RunReport, stderr };
};

describe('a strategy file anywhere', () => {
  it('is flooded beside built-in ones, several at once, with its neighbours', { timeout: 240_000 }, async () => {
    await own('guard.ts', "export const enough = (stock: number, quantity: number): boolean => stock >= quantity;\n");
    const mine = await own('mine.ts', strategy('mine', `  return shop.transaction(async (tx) => {
    const { stock } = await tx.lock('grab row')<{ stock: number }>\`select stock from inventory where product_id = \${productId} for update\`;
    if (!enough(stock, quantity)) return soldOut();
    await shop.think();
    tx.write('put back')\`update inventory set stock = \${stock - quantity} where product_id = \${productId}\`;
    return tx.confirm({ remaining: stock - quantity });
  });`).replace("'stampede';", "'stampede-sandbox';\nimport { enough } from './guard';"));
    const { code, report, stderr } = await flood(mine, join(folder, 'capacity-mirrored.ts'), 'naive');
    expect(code, stderr).toBe(0);
    expect(report.lanes.map(({ strategy: id, class: held, verdict }) => ({ id, held, verdict }))).toEqual([
      { id: 'mine', held: 'safe', verdict: 'pass' },
      { id: 'capacity-mirrored', held: 'unsafe', verdict: 'violated' },
      { id: 'naive', held: 'unsafe', verdict: 'violated' },
    ]);
  });

  it('that leaves its transaction open is reported in time, and does not pass', { timeout: 240_000 }, async () => {
    const files = ['open-lower', 'open-upper', 'open-comment'].map((name) => join(folder, `${name}.ts`));
    const stillOpen = /:\d+:\d+: The strategy ended with its transaction still open; its last step was 'lock the row'/;
    const { code, report } = await flood(...files, '--replicas', '1');
    expect(code).toBe(2);
    expect(report.lanes.map(({ verdict, mistakes }) => ({ verdict, mistake: mistakes?.[0]?.message }))).toEqual(files.map(() => ({ verdict: 'undecided', mistake: expect.stringMatching(stillOpen) as string })));
    const { code: searched, stdout } = await runCommand(['explore', ...files, '--seconds', '20', '--json'], env);
    expect(searched).toBe(2);
    const { explorations } = JSON.parse(stdout) as { explorations: Exploration[] };
    expect(explorations.map(({ errors }) => errors.first)).toEqual(files.map(() => expect.stringContaining('transaction still open') as string));
  });

  it('that ends its process, loops for ever, awaits a promise that never settles or uses up all memory fails alone, and the sandbox stays up', { timeout: 300_000 }, async () => {
    const files = [
      await own('exits.ts', strategy('exits', "  await shop.requireProduct();\n  process.exit(7);")),
      await own('loops.ts', strategy('loops', "  await shop.requireProduct();\n  for (;;) productId + quantity;")),
      await own('eats.ts', strategy('eats', "  await shop.requireProduct();\n  const eaten: number[][] = [];\n  for (;;) eaten.push(new Array<number>(1_000_000).fill(quantity));")),
      await own('never.ts', strategy('never', "  await shop.requireProduct();\n  return new Promise(() => undefined);")),
    ];
    const bad = await runCommand(['flood', ...files, 'for-update', '--stock', '2', '--buyers', '4', '--concurrency', '4', '--replicas', '1', '--step-timeout', '2', '--json'], env);
    expect(bad.code, bad.stderr).toBe(2);
    const { lanes } = JSON.parse(bad.stdout) as RunReport;
    const ended = /its shop gave no answer: the process ended in the middle of its work|it awaits something that never comes/;
    expect(lanes.map(({ strategy: id, verdict, mistakes }) => ({ id, verdict, mistake: mistakes?.[0]?.message }))).toEqual([
      ...['exits', 'loops', 'eats', 'never'].map((id) => ({ id, verdict: 'undecided', mistake: expect.stringMatching(ended) as string })),
      { id: 'for-update', verdict: 'pass', mistake: undefined },
    ]);
    const { code, report } = await flood('for-update');
    expect({ code, verdict: report.verdict }).toEqual({ code: 0, verdict: 'pass' });
    // A search ends as well, with a sentence and without a stack.
    const searched = await runCommand(['explore', join(folder, 'loops.ts'), '--step-timeout', '2'], env);
    expect({ code: searched.code, stack: searched.stderr.includes('    at ') }).toEqual({ code: 2, stack: false });
    expect(searched.stderr).toContain('the strategy does not give the process back');
  });

  it('whose shop is killed by a fault is not blamed for it', { timeout: 120_000 }, async () => {
    const { SHOP_URLS: _given, ...ownShops } = env;
    const { stdout, stderr } = await runCommand(['flood', join(folder, 'capacity-sentinel-mirrored.ts'), '--fault', 'kill-replica', '--stock', '5', '--buyers', '40', '--concurrency', '20', '--json'], ownShops);
    const [lane] = (JSON.parse(stdout) as RunReport).lanes;
    expect(lane?.fault?.struckMs, stderr).not.toBeNull();
    expect(lane?.mistakes).toBeUndefined();
  });

  it('with one of the common mistakes gets a message with its file and line', { timeout: 240_000 }, async () => {
    const wrong: [name: string, body: string, said: RegExp][] = [
      // TypeScript reports a missing return by itself; JavaScript does not.
      ['returns-nothing.mjs', "  await shop.requireProduct();", /returned nothing\. Every path through it has to return/],
      ['throws.ts', "  await shop.requireProduct();\n  throw new TypeError('quantity is not a function');", /threw: .*throws\.ts:5:\d+: quantity is not a function/],
      ['does-not-await.ts', "  shop.write('forgotten')`update inventory set stock = stock - ${quantity} where product_id = ${productId}`;\n  return soldOut();", /does-not-await\.ts:4:\d+: 'forgotten' was written and never awaited/],
      ['reads-with-a-write.ts', "  await shop.read('sly')`update inventory set stock = stock where product_id = ${productId} returning stock`;\n  return soldOut();", /'sly' is declared as a read, and Postgres executed an UPDATE/],
      ['goes-on.ts', "  return shop.transaction(async (tx) => {\n    await tx.read('stumble')`select 1 / 0`.maybe().catch(() => null);\n    await tx.read('go on')`select 1 as one`;\n    return soldOut();\n  });", /'go on' was refused, because the transaction had already failed at 'stumble'/],
    ];
    const files = await Promise.all(wrong.map(([name, body]) => own(name, strategy(name.replace(/\..*/, ''), body))));
    const { report } = await flood(...files, '--replicas', '1');
    expect(report.lanes.map(({ mistakes }) => mistakes?.[0]?.message)).toEqual(wrong.map(([, , said]) => expect.stringMatching(said) as string));
  });

  it('runs in every other command: a schedule by hand, and each of the cases that people have met', { timeout: 600_000 }, async () => {
    const lab = await runCommand(['lab', join(folder, 'update-many.ts'), '--schedule', 'A.B.A.A.A.A.B'], env);
    expect(lab.stdout, lab.stderr).toContain('decrement where enough');
    // What a search proposes to run again is a command that does so.
    const search = await runCommand(['explore', join(folder, 'capacity-mirrored.ts')], env);
    const again = /again: npx stampede (lab \S*capacity-mirrored\.ts .*)/.exec(search.stderr)?.[1] ?? '';
    expect(again, search.stderr).toContain('--schedule');
    const replayed = await runCommand([...again.split(' '), '--json'], env);
    expect({ code: replayed.code, lab: JSON.parse(replayed.stdout) as unknown }, replayed.stderr).toMatchObject({ code: 0, lab: { problem: null, verdict: { verdict: 'violated' } } });
    const names = ['update-many', 'no-column', 'capacity-by-counting', 'capacity-sentinel', 'insert-select', 'one-statement', 'serializable-throws', 'serializable-apologises', 'cart-second-naive'];
    const { code, report, stderr } = await flood(...names.map((name) => join(folder, `${name}.ts`)), '--replicas', '1');
    expect(report.lanes.map(({ strategy: id }) => id), stderr).toEqual(names);
    expect([0, 1, 2, 3]).toContain(code);
  });
});
