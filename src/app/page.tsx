import { connection } from 'next/server';
import { webRuntime } from '@/runs/web-runtime';
import { highlightLines } from '@/ui/code/highlight';
import { RacePage } from '@/ui/race-page';
import { ServiceMissing } from '@/ui/service-missing';

const RUNS_SHOWN = 50;

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: PageProps) {
  await connection();
  const query = queryOf(await searchParams);
  const content = await pageContent().catch((error: unknown) => ({ problem: error instanceof Error ? error.message : String(error) }));
  return 'problem' in content ? <ServiceMissing problem={content.problem} /> : <RacePage {...content} query={query} />;
}

async function pageContent() {
  const runtime = await webRuntime();
  const [strategies, experiments, runs] = await Promise.all([runtime.strategies(), runtime.experiments(), runtime.desk.list(RUNS_SHOWN)]);
  const highlighted = Object.fromEntries(await Promise.all(strategies.map(async ({ id, source }) => [id, await highlightLines(source)] as const)));
  const { maxBuyers, maxConcurrency, replicas } = runtime.limits;
  return { strategies, experiments, runs, highlighted, limits: { maxBuyers, maxConcurrency, replicas } };
}

function queryOf(params: Awaited<PageProps['searchParams']>): string {
  const pairs = Object.entries(params).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
  return new URLSearchParams(pairs).toString();
}
