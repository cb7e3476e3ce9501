import { inject, it } from 'vitest';
import { judgeLane } from '@/checkers/judge-lane';
import { throwAwayDatabase } from '@/testing/throw-away-database';
import { STRATEGIES } from '@/strategies/registry';
import { openGround } from './ground';
import { exploreOrders } from './explorer';
import { machineClock } from '@/domain/monotonic-clock';

it('rate', async () => {
  const db = await throwAwayDatabase();
  const only = process.env.ONLY?.split(',');
  for (const strategy of STRATEGIES.filter((s) => !only || only.includes(s.id))) {
    const setup = { strategy: strategy.id, buyers: 2, stock: Number(process.env.STOCK ?? 1), quantity: 1, replicas: 2 };
    const n = Number(process.env.W ?? 4);
    const t = performance.now();
    const grounds = await Promise.all(Array.from({ length: n }, () => openGround({ databaseUrl: db.url, redisUrls: inject('redisUrls'), strategy, setup })));
    const opened = performance.now() - t;
    const seen: Record<string, number> = {};
    let first = '';
    let errs = 0;
    const r = await exploreOrders({ grounds, setup, bounds: { schedules: 3000, seconds: 20, seed: 1, expiries: strategy.id === 'setnx-no-token' ? 1 : 0 }, judge: (e) => judgeLane(e), now: machineClock, random: Math.random, signal: new AbortController().signal,
      onOrder: (o) => { errs += o.errors.length; if (o.errors.length && errs < 3) console.log(o.errors); const k = o.judgement.findings.map((f) => f.anomaly).join('+') || o.judgement.verdict; seen[k] = (seen[k] ?? 0) + 1; if (o.judgement.findings.length && !first) first = o.moves.join('.'); } });
    const ms = performance.now() - t - opened;
    console.log(strategy.id, JSON.stringify(r), JSON.stringify(seen), first, `open ${opened.toFixed(0)} ms, ${(r.schedules / ms * 1000).toFixed(0)}/s, errs ${errs}`);
    await Promise.all(grounds.map((g) => g.close()));
  }
  await db.drop();
}, 600_000);
