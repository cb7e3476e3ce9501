import type { Metadata } from 'next';
import { connection } from 'next/server';
import { queryOf, type PageProps } from '@/app/_lib/query-of';
import { webRuntime } from '@/api/runtime/web-runtime';
import { ExplorerPage } from '@/ui/explorer/explorer-page';
import { problemWords } from '@/ui/model/problem-words';
import { ServiceMissing } from '@/ui/service-missing';

export const metadata: Metadata = { title: 'Stampede: the explorer, every order of steps' };

export default async function Page(props: PageProps) {
  await connection();
  const query = await queryOf(props);
  const content = await pageContent().catch((error: unknown) => ({ problem: problemWords(error) }));
  return 'problem' in content ? <ServiceMissing problem={content.problem} /> : <ExplorerPage {...content} query={query} />;
}

async function pageContent() {
  const sandbox = await webRuntime().sandbox();
  // A database that is away must show here, and not only when the first search begins.
  const [strategies] = await Promise.all([sandbox.strategies(), sandbox.floods.list(1)]);
  return { strategies };
}
