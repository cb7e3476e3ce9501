import type { Metadata } from 'next';
import { connection } from 'next/server';
import { queryOf, type PageProps } from '@/web/parts/query-of';
import { webRuntime } from '@/api/runtime/web-runtime';
import { highlightLines } from '@/web/parts/code/highlight';
import { LabPage } from './lab-page';
import { problemWords } from '@/web/parts/words/problem-words';
import { withVariants } from '@/web/parts/strategy-choice';
import { ServiceMissing } from '@/web/parts/service-missing';

export const metadata: Metadata = { title: 'Stampede: the lab, where you are the scheduler' };

export async function LabRoute(props: PageProps) {
  await connection();
  const query = await queryOf(props);
  const content = await pageContent().catch((error: unknown) => ({ problem: problemWords(error) }));
  return 'problem' in content ? <ServiceMissing problem={content.problem} /> : <LabPage {...content} query={query} />;
}

async function pageContent() {
  const sandbox = await webRuntime().sandbox();
  // An unreachable database must show here, not only when the first lab is opened.
  const [strategies, lessons] = await Promise.all([sandbox.strategies(), sandbox.lessons(), sandbox.floods.list(1)]);
  const highlighted = Object.fromEntries(await Promise.all(withVariants(strategies).map(async ({ id, source }) => [id, await highlightLines(source)] as const)));
  return { strategies, lessons, highlighted };
}
