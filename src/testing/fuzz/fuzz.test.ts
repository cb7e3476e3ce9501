import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bodyFields } from './body-fields';
import { startFuzzTarget, type FuzzTarget } from './fuzz-target';
import { FuzzTally } from './fuzz-tally';
import { problemWith } from './judge-reply';
import { curlLine, sendRaw } from './raw-request';
import { anyRequest, type FuzzCase } from './request-arbitrary';
import { everyRoute, labelOf } from './routes';

const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 2_000);
/** Fixed in `npm test`, so that only a code change can make it fail; `npm run fuzz` draws another each time. */
const SEED = Number(process.env.FUZZ_SEED ?? 7);
const BATCH = 250;
const AT_ONCE = 16;
const ANSWER_WITHIN_MS = 20_000;
/** Allowance for garbage that is not collected yet. */
const NOISE_MB = 300;

let target: FuzzTarget;
beforeAll(async () => {
  target = await startFuzzTarget();
}, 400_000);
afterAll(() => target.stop());

it(`no request makes a server end, fail, leak internals or change sales (seed ${SEED})`, { timeout: 120_000 + REQUESTS * 150 }, async () => {
  const { web, shop } = target;
  const routes = everyRoute();
  const baseOf = ({ route }: FuzzCase): URL => (route.target === 'web' ? web : shop);
  const cases = anyRequest(routes, (route) => (route.target === 'web' ? web : shop).host, await bodyFields(web));
  const tally = new FuzzTally();
  const problems = new Set<string>();
  const tryOne = async (fuzz: FuzzCase): Promise<void> => {
    const started = performance.now();
    const reply = await sendRaw(baseOf(fuzz), fuzz.request, ANSWER_WITHIN_MS);
    tally.note(labelOf(fuzz.route), reply, performance.now() - started);
    if (fuzz.route.path === '/api/inventory' && typeof reply !== 'string' && reply.status === 201) tally.created += 1;
    const problem = problemWith(fuzz, reply);
    if (problem !== null && problems.size < 20) problems.add(`${problem}\n    ${curlLine(baseOf(fuzz), fuzz.request)}`);
  };
  // The first request of each route costs more than all others: code is loaded, connections are opened.
  for (const fuzz of fc.sample(cases, { seed: SEED - 1, numRuns: BATCH })) await tryOne(fuzz);

  const [stateBefore, processesBefore, memoryBefore] = [await target.state(tally.created), await target.processes(), await target.memoryMb()];
  const saidBefore = target.databaseErrors().length;
  const memory = [memoryBefore];
  for (let batch = 0; batch * BATCH < REQUESTS; batch++) {
    const waiting = fc.sample(cases, { seed: SEED + batch, numRuns: BATCH });
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let next = waiting.pop(); next; next = waiting.pop()) await tryOne(next);
      }),
    );
    if ((batch + 1) % Math.ceil(REQUESTS / BATCH / 4) === 0) memory.push(await target.memoryMb());
  }
  process.stdout.write(`\nfuzz: ${tally.requests} requests, seed ${SEED}\n${tally.table()}\n`);
  const memoryAfter = await target.memoryMb();
  process.stdout.write(`memory of the web, quarter by quarter: ${memory.map((at) => at.web).join(', ')} MB, of a shop: ${memory.map((at) => at.shop).join(', ')} MB; products created by valid requests: ${tally.created}\n`);

  expect.soft([...problems].join('\n'), `repeat it with FUZZ_SEED=${SEED}`).toBe('');
  expect.soft(await target.processes(), target.log.join('\n')).toBe(processesBefore);
  expect.soft(await target.state(tally.created)).toEqual(stateBefore);
  expect.soft(target.databaseErrors().slice(saidBefore)).toEqual([]);
  // Loading and caches grow the memory in the first half; a leak goes on growing it.
  const half = memory[Math.floor(memory.length / 2)] ?? memoryBefore;
  expect.soft(memoryAfter.web).toBeLessThan(half.web + NOISE_MB);
  expect.soft(memoryAfter.shop).toBeLessThan(half.shop + NOISE_MB);
  for (const [name, url] of [['web', new URL('/api/health', web)], ['shop', new URL('/health', shop)]] as const) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    expect(answer.status, `${name} afterwards`).toBe(200);
    await answer.arrayBuffer();
  }
  // A route that no request got through to was not tested.
  expect(tally.ofClass(2)).toBeGreaterThan(0);
  expect(tally.labels().sort()).toEqual([...new Set(routes.map(labelOf))].sort());
});
