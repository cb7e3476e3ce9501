import type { Metadata } from 'next';
import { connection } from 'next/server';
import { queryOf, type PageProps } from '@/app/_lib/query-of';
import { webRuntime } from '@/api/runtime/web-runtime';
import { highlightLines } from '@/ui/code/highlight';
import { LabPage } from '@/ui/lab/lab-page';
import { problemWords } from '@/ui/model/problem-words';
import { withVariants } from '@/ui/model/strategy-choice';
import { ServiceMissing } from '@/ui/service-missing';

export const metadata: Metadata = { title: 'Stampede: the lab, where you are the scheduler' };

export default async function Page(props: PageProps) {
  await connection();
  const query = await queryOf(props);
  const content = await pageContent().catch((error: unknown) => ({ problem: problemWords(error) }));
  return 'problem' in content ? <ServiceMissing problem={content.problem} /> : <LabPage {...content} query={query} />;
}

async function pageContent() {
  const sandbox = await webRuntime().sandbox();
  // A database that is away must show here, and not only when the first lab is opened.
  const [strategies, lessons] = await Promise.all([sandbox.strategies(), sandbox.lessons(), sandbox.floods.list(1)]);
  const highlighted = Object.fromEntries(await Promise.all(withVariants(strategies).map(async ({ id, source }) => [id, await highlightLines(source)] as const)));
  return { strategies, lessons, highlighted };
}
