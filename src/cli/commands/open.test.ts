import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '@/config/project-root';
import { waitUntil } from '@/domain/wait-until';
import type { LabState } from '@/domain/lab';
import { freePort } from '@/services/free-port';
import { launchChromium, visit } from '@/testing/browser';
import { startCli, temporaryStateDir, type CliProcess } from '@/testing/launcher-process';

const sourceOf = (strategy: string, mark: string): string =>
  `${readFileSync(join(projectRoot(), 'src', 'strategies', `${strategy}.ts`), 'utf8').replace(/id: '[^']*'/, "id: 'mine'").replace(/title: '[^']*'/, "title: 'Mine'")}\n// ${mark}\n`;

const folder = mkdtempSync(join(tmpdir(), 'stampede-open-'));
const file = join(folder, 'mine.ts');
const state = temporaryStateDir();
let cli: CliProcess;
let browser: Browser;
let address = '';

beforeAll(async () => {
  writeFileSync(file, sourceOf('naive', 'the first version'));
  cli = await startCli(['open', file], state.stateDir, { PORT: String(await freePort(0)) });
  const found = await waitUntil('the page is up', () => (cli.child.exitCode === null ? /Stampede is at {2}(\S+)/.exec(cli.output.stderr)?.[1] : cli.output.stderr), { within: 240_000 });
  address = found;
  browser = await launchChromium();
}, 300_000);
afterAll(async () => {
  await browser.close();
  cli.child.kill('SIGTERM');
  await cli.ended;
  state.remove();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const flood = async (page: Page, verdict: RegExp): Promise<void> => {
  await page.getByRole('button', { name: 'Flood', exact: true }).click();
  await page.locator('[data-lane="Mine"]').getByText(verdict).waitFor({ timeout: 60_000 });
};

describe('stampede open', { timeout: 240_000 }, () => {
  test('floods a file, follows every save without a reload, and keeps the last build when one is broken', async () => {
    const { page, errors, leave } = await visit(browser, `${address}&stock=10&buyers=200&concurrency=50`);
    await flood(page, /\d+ oversold/);

    await page.getByRole('tab', { name: 'Mine', exact: true }).click();
    writeFileSync(file, sourceOf('conditional-update', 'the second version'));
    await page.getByText('// the second version').waitFor();
    await flood(page, /exact/);

    writeFileSync(file, `${sourceOf('conditional-update', 'the third version')}const broken = ;\n`);
    await page.getByText('const broken = ;').waitFor();
    // Next's own route announcer has this role as well.
    expect(await page.locator('[role=alert]:not(#__next-route-announcer__)').innerText()).toMatch(/mine\.ts:\d+:\d+: /);
    await page.getByText('// the second version').waitFor();
    await flood(page, /exact/);

    writeFileSync(file, sourceOf('naive', 'the fourth version'));
    await page.getByText('// the fourth version').waitFor();
    expect(await page.getByText('const broken = ;').count()).toBe(0);
    await flood(page, /\d+ oversold/);
    expect(errors).toEqual([]);
    await leave();
  });

  test('searches the schedules of the file in its last saved version', async () => {
    const { origin } = new URL(address);
    writeFileSync(file, sourceOf('naive', 'the last version'));
    await waitUntil('the web knows the last version', async () => (await (await fetch(`${origin}/api/strategies`)).text()).includes('the last version'));
    const started = await fetch(`${origin}/api/explorations`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ strategy: 'mine' }) });
    expect(started.status).toBe(202);
    const { id } = (await started.json()) as { id: string };
    const search = await waitUntil(
      'the search ends',
      async () => {
        const state = (await (await fetch(`${origin}/api/explorations/${id}`)).json()) as { status: string; failure: string | null; exploration: { violated: number } | null };
        return state.status === 'running' ? null : state;
      },
      { within: 60_000 },
    );
    expect([search.status, search.failure]).toEqual(['finished', null]);
    expect(search.exploration?.violated).toBeGreaterThan(0);

    // None of the file's code runs in the web itself.
    const post = (path: string, body: object) => fetch(`${origin}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    expect((await post('/api/buy-bad/mine', { productId: 1, userId: 'ann' })).status).toBe(404);
  });

  test('steps the file in the lab, move by move, in a process of its own', async () => {
    const { origin } = new URL(address);
    const call = (path: string, method: string, body: object) => fetch(`${origin}${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const stateIn = async (response: Response): Promise<LabState> => (await response.json()) as LabState;
    const lab = await stateIn(await call('/api/labs', 'POST', { strategy: 'mine', schedule: 'A.B' }));
    expect(lab).toMatchObject({ schedule: 'A.B', possible: ['A', 'B'], verdict: null });
    expect(await stateIn(await call(`/api/labs/${lab.id}/moves`, 'POST', { move: 'A' }))).toMatchObject({ schedule: 'A.B.A' });
    expect(await stateIn(await call(`/api/labs/${lab.id}/schedule`, 'PUT', { schedule: 'A.B.A.A.B.B' }))).toMatchObject({ verdict: { verdict: 'violated', unitsSold: 2 } });
    expect((await call(`/api/labs/${lab.id}/moves`, 'POST', { move: 'A' })).status).toBe(409);
    expect((await fetch(`${origin}/api/labs/${lab.id}`, { method: 'DELETE' })).status).toBe(204);

    // One that ends its process ends its lab, and nothing else.
    writeFileSync(file, sourceOf('naive', 'ends its process').replace('await shop.think();', 'process.exit(7);'));
    await waitUntil('the web knows it', async () => (await (await fetch(`${origin}/api/strategies`)).text()).includes('ends its process'));
    const failed = await call('/api/labs', 'POST', { strategy: 'mine' });
    expect({ status: failed.status, body: await failed.text() }).toEqual({ status: 409, body: expect.stringMatching(/strategy_failed.*ended in the middle \(exit 7\)/) as string });
    expect((await call('/api/labs', 'POST', { strategy: 'naive' })).status).toBe(201);
  });

  test('follows a neighbour that the file imports, and says where TypeScript finds fault', async () => {
    const { origin } = new URL(address);
    const neighbour = join(folder, 'guard.ts');
    const faultNow = async (): Promise<string | undefined> => ((await (await fetch(`${origin}/api/strategies`)).json()) as { id: string; fault?: string }[]).find(({ id }) => id === 'mine')?.fault;
    const faultLike = (like: RegExp) => waitUntil(`the fault is ${String(like)}`, async () => like.test((await faultNow()) ?? 'none'));
    // The file itself is saved once; all that follows is mended in the neighbour, which comes later.
    writeFileSync(file, sourceOf('naive', 'imports a neighbour').replace(/^import/, "import { enough } from './guard';\nimport").replace(/stock < quantity/, '!enough(stock)'));
    await faultLike(/mine\.ts:\d+:\d+: Could not resolve "\.\/guard"/);
    writeFileSync(neighbour, 'export const enough = (stock: number): boolean => ;\n');
    await faultLike(/guard\.ts:1:\d+: Unexpected ";"/);
    writeFileSync(neighbour, 'export const enough = (stock: string): boolean => stock !== "0";\n');
    await faultLike(/mine\.ts:\d+:\d+: Argument of type 'number'/);
    writeFileSync(neighbour, 'export const enough = (stock: number): boolean => stock > 0;\n');
    await faultLike(/^none$/);
    expect(await (await fetch(`${origin}/api/strategies`)).text()).toContain('imports a neighbour');
    writeFileSync(neighbour, 'export const enough = (stock: number): string => String(stock);\n// and wrong\nexport const n: number = "";\n');
    await faultLike(/guard\.ts:3:14: Type 'string'/);
    writeFileSync(neighbour, 'export const enough = (stock: number): boolean => stock > 0;\n');
    await faultLike(/^none$/);
  });
});
