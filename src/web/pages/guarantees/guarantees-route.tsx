import type { Metadata } from 'next';
import { connection } from 'next/server';
import { webRuntime } from '@/api/runtime/web-runtime';
import { GuaranteesPage } from './guarantees-page';
import { problemWords } from '@/web/parts/words/problem-words';
import { ServiceMissing } from '@/web/parts/service-missing';

export const metadata: Metadata = { title: 'Stampede: what holds when something breaks' };

export async function GuaranteesRoute() {
  await connection();
  const content = await pageContent().catch((error: unknown) => ({ problem: problemWords(error) }));
  return 'problem' in content ? <ServiceMissing problem={content.problem} /> : <GuaranteesPage {...content} />;
}

async function pageContent() {
  const sandbox = await webRuntime().sandbox();
  const [report, strategies] = await Promise.all([sandbox.guarantees(), sandbox.strategies()]);
  return { report, strategies };
}
