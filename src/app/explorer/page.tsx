import type { Metadata } from 'next';
import { connection } from 'next/server';
import { webRuntime } from '@/runs/web-runtime';
import { ExplorerPage } from '@/ui/explorer/explorer-page';
import { problemWords } from '@/ui/model/problem-words';
import { ServiceMissing } from '@/ui/service-missing';

export const metadata: Metadata = { title: 'Stampede: the explorer, every order of steps' };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: PageProps) {
  await connection();
  const pairs = Object.entries(await searchParams).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
  const content = await pageContent().catch((error: unknown) => ({ problem: problemWords(error) }));
  return 'problem' in content ? <ServiceMissing problem={content.problem} /> : <ExplorerPage {...content} query={new URLSearchParams(pairs).toString()} />;
}

async function pageContent() {
  const runtime = await webRuntime();
  // A database that is away must show here, and not only when the first search begins.
  const [strategies] = await Promise.all([runtime.strategies(), runtime.desk.list(1)]);
  return { strategies };
}
