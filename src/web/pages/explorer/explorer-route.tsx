import type { Metadata } from 'next';
import { connection } from 'next/server';
import { queryOf, type PageProps } from '@/web/parts/query-of';
import { webRuntime } from '@/api/runtime/web-runtime';
import { ExplorerPage } from './explorer-page';
import { problemWords } from '@/web/parts/words/problem-words';
import { ServiceMissing } from '@/web/parts/service-missing';

export const metadata: Metadata = { title: 'Stampede: the explorer, every schedule' };

export async function ExplorerRoute(props: PageProps) {
  await connection();
  const query = await queryOf(props);
  const content = await pageContent().catch((error: unknown) => ({ problem: problemWords(error) }));
  return 'problem' in content ? <ServiceMissing problem={content.problem} /> : <ExplorerPage {...content} query={query} />;
}

async function pageContent() {
  const sandbox = await webRuntime().sandbox();
  // An unreachable database must show here, not only when the first search begins.
  const [strategies] = await Promise.all([sandbox.strategies(), sandbox.floods.list(1)]);
  return { strategies };
}
