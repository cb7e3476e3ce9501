import { connection } from 'next/server';
import type { Experiment } from '@/domain/experiment';
import { queryOf, type PageProps } from '@/web/parts/query-of';
import { webRuntime } from '@/api/runtime/web-runtime';
import { highlightLines } from '@/web/parts/code/highlight';
import { withVariants } from '@/web/parts/strategy-choice';
import { RacePage } from './race-page';
import { problemWords } from '@/web/parts/words/problem-words';
import { ServiceMissing } from '@/web/parts/service-missing';

const RUNS_SHOWN = 50;

export async function RaceRoute(props: PageProps) {
  await connection();
  const query = await queryOf(props);
  const content = await pageContent().catch((error: unknown) => ({ problem: problemWords(error) }));
  return 'problem' in content ? <ServiceMissing problem={content.problem} /> : <RacePage {...content} query={query} />;
}

async function pageContent() {
  const sandbox = await webRuntime().sandbox();
  const [strategies, experiments, runs] = await Promise.all([sandbox.strategies(), readable(sandbox.experiments()), sandbox.floods.list(RUNS_SHOWN)]);
  const highlighted = Object.fromEntries(await Promise.all(withVariants(strategies).map(async ({ id, source }) => [id, await highlightLines(source)] as const)));
  const { maxBuyers, maxConcurrency, replicas } = sandbox.limits;
  return { strategies, ...experiments, runs, highlighted, offered: sandbox.faults(), limits: { maxBuyers, maxConcurrency, replicas } };
}

/** A file of one's own that cannot be used must not close the shops: the race goes on without experiments, and says why. */
const readable = (reading: Promise<Experiment[]>): Promise<{ experiments: Experiment[]; unreadable: string | null }> =>
  reading.then(
    (experiments) => ({ experiments, unreadable: null }),
    (error: unknown) => ({ experiments: [], unreadable: error instanceof Error ? error.message : String(error) }),
  );
