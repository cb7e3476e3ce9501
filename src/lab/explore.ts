import { TURNED_AWAY } from '@/domain/anomaly';
import { SCHEDULES_LISTED, type Exploration, type ScheduleSeen, type SearchBounds } from '@/domain/exploration';
import type { LabSetup } from '@/domain/lab';
import { machineClock } from '@/domain/monotonic-clock';
import { formatSchedule, switchesIn } from '@/domain/schedule';
import { repeatSeed, seededRandom } from '@/domain/random';
import { exploreSchedules, type JudgedSchedule, type Searched } from './explorer';
import { openLabEnvironment, type LabEnvironment } from './environment';
import { findStrategy } from '@/strategies/registry';
import { mistakeSentence } from '@/kit/mistake';
import type { Strategy } from '@/kit/strategy';
import { coverageSentence, explorationSummary } from './exploration-words';
import { judgeSchedule } from './judge-schedule';
import { replaySchedule } from './replay-schedule';

export interface ExploreJob {
  databaseUrl: string;
  redisUrls: readonly string[] | null;
  setup: LabSetup;
  bounds: SearchBounds;
  /** Schedules that are played in parallel. */
  workers: number;
}

export interface ExploreProgress {
  schedules: number;
  violated: number;
  pending: number;
  /** The fewest switches among the schedules that wait. */
  switches: number;
}

type Judged = JudgedSchedule<ReturnType<typeof judgeSchedule>>;

/** More connections than this wait for the two cores and not for the servers. */
export const WORKERS = 4;

/**
 * Runs the schedules of one strategy on the real servers and reports what was found and what was not searched. Throws
 * when a store is missing or lost, or when `signal` is aborted; nothing outside its scratch schemas is changed.
 */
export async function explore(job: ExploreJob, signal: AbortSignal, onProgress: (progress: ExploreProgress) => void): Promise<Exploration> {
  const { setup, bounds } = job;
  const strategy = findStrategy(setup.strategy);
  if (!strategy) throw new Error(`There is no strategy ${setup.strategy}; nothing was run.`);
  const environments: LabEnvironment[] = [];
  try {
    for (let worker = 0; worker < job.workers; worker++) {
      environments.push(await openLabEnvironment({ databaseUrl: job.databaseUrl, redisUrls: job.redisUrls, strategy, setup }));
      signal.throwIfAborted();
    }
    const tally = new Tally(strategy);
    const startMs = machineClock();
    const searched = await exploreSchedules({
      environments,
      setup,
      bounds,
      judge: judgeSchedule,
      onSchedule: (order, pending, switches) => {
        tally.add(order);
        onProgress({ schedules: tally.schedules, violated: tally.violated, pending, switches });
      },
      now: machineClock,
      randomOf: (draw) => seededRandom(repeatSeed(bounds.seed, draw + 1)),
      signal,
    });
    signal.throwIfAborted();
    const durationMs = Math.round(machineClock() - startMs);
    return await tally.exploration(job, searched, durationMs);
  } finally {
    await Promise.all(environments.map((environment) => environment.close()));
  }
}

/** Counts schedules as they end, and keeps the bad one with the fewest switches. */
class Tally {
  schedules = 0;
  violated = 0;
  #turnedAway = 0;
  #errors = 0;
  #firstError: string | null = null;
  readonly #orders: ScheduleSeen[] = [];
  readonly #anomalies = new Map<ScheduleSeen['anomalies'][number], number>();
  #shortest: { seen: ScheduleSeen; order: Judged } | null = null;

  constructor(private readonly strategy: Strategy) {}

  add(order: Judged): void {
    const { moves, judgement, errors } = order;
    const anomalies = judgement.findings.map(({ anomaly }) => anomaly);
    const seen: ScheduleSeen = { schedule: formatSchedule(moves), switches: switchesIn(moves), anomalies, lostSales: judgement.lostSales, unitsSold: judgement.unitsSold };
    this.schedules += 1;
    this.#errors += errors.length;
    if (errors.length > 0) this.#firstError ??= `${seen.schedule}: ${mistakeSentence(errors[0], this.strategy.file ?? null)}`;
    if (judgement.lostSales > 0) this.#turnedAway += 1;
    for (const anomaly of anomalies) this.#anomalies.set(anomaly, (this.#anomalies.get(anomaly) ?? 0) + 1);
    if (this.#orders.length < SCHEDULES_LISTED) this.#orders.push(seen);
    if (!this.#isBad(anomalies)) return;
    this.violated += 1;
    if (!this.#shortest || isShorter(seen, this.#shortest.seen)) this.#shortest = { seen, order };
  }

  async exploration(job: ExploreJob, searched: Searched, durationMs: number): Promise<Exploration> {
    const { setup, bounds } = job;
    const shortest = this.#shortest && { ...this.#shortest.seen, findings: this.#shortest.order.judgement.findings, transcript: await replaySchedule(job, setup, this.#shortest.order.moves) };
    const { exhaustive, switchesCovered, random, unrepeatable } = searched;
    const coverage = { exhaustive, switchesCovered, random, unrepeatable, sentence: coverageSentence(searched, bounds) };
    const bare: Omit<Exploration, 'summary'> = {
      schemaVersion: 1,
      setup,
      class: this.strategy.class,
      bounds,
      schedules: this.schedules,
      violated: this.violated,
      turnedAway: this.#turnedAway,
      anomalies: [...this.#anomalies].map(([anomaly, schedules]) => ({ anomaly, schedules })),
      shortest,
      coverage,
      errors: { count: this.#errors, first: this.#firstError },
      orders: [...this.#orders].sort((a, b) => a.switches - b.switches || a.schedule.length - b.schedule.length || a.schedule.localeCompare(b.schedule)),
      durationMs,
      schedulesPerSecond: Math.round((this.schedules * 1_000) / Math.max(1, durationMs)),
      // Behind a write Postgres lets three or more race for a row, so a schedule may not be repeatable; with two buyers it always is.
      verdict: this.violated > 0 ? 'violated' : this.#errors > 0 || (unrepeatable > 0 && setup.buyers === 2) ? 'undecided' : 'pass',
    };
    return { ...bare, summary: explorationSummary(bare) };
  }

  /** A strategy that loses sales may turn buyers away, and nothing worse. */
  #isBad(anomalies: ScheduleSeen['anomalies']): boolean {
    return this.strategy.class === 'loses-sales' ? anomalies.some((anomaly) => !TURNED_AWAY.has(anomaly)) : anomalies.length > 0;
  }
}

const isShorter = (a: ScheduleSeen, b: ScheduleSeen): boolean => a.switches - b.switches < 0 || (a.switches === b.switches && (a.schedule.length - b.schedule.length || a.schedule.localeCompare(b.schedule)) < 0);
