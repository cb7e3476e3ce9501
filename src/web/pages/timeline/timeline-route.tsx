import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { connection } from 'next/server';
import { webRuntime } from '@/api/runtime/web-runtime';
import { problemWords } from '@/web/parts/words/problem-words';
import { withVariants } from '@/web/parts/strategy-choice';
import { ServiceMissing } from '@/web/parts/service-missing';
import { TimelinePage } from './timeline-page';

export const metadata: Metadata = { title: 'Stampede: the timeline of a flood' };

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function TimelineRoute({ params, searchParams }: PageProps) {
  await connection();
  const [{ id }, query] = await Promise.all([params, searchParams]);
  const text = (name: string): string | null => (typeof query[name] === 'string' ? query[name] : null);
  const whole = (name: string): number | null => (/^\d{1,4}$/.test(text(name) ?? '') ? Number(text(name)) : null);
  const content = await pageContent(id).catch((error: unknown) => ({ problem: problemWords(error) }));
  if (content === null) notFound();
  if ('problem' in content) return <ServiceMissing problem={content.problem} />;
  return <TimelinePage {...content} asked={{ lane: text('lane'), repeat: whole('repeat'), witness: whole('witness'), anomaly: text('anomaly') }} />;
}

/** Null when there is no such run. What cannot be an id is not shown to the database. */
async function pageContent(id: string) {
  const sandbox = await webRuntime().sandbox();
  const run = UUID.test(id) ? await sandbox.floods.find(id) : null;
  if (!run) return null;
  const [traces, strategies] = await Promise.all([sandbox.traces.list(id), sandbox.strategies()]);
  const { createdAt, plan, status, report } = run;
  const lanes = (report?.lanes ?? []).map(({ strategy, repeat, verdict, findings, fault, explanation, durationMs }) => ({ strategy, repeat, verdict, findings, fault, explanation, durationMs }));
  const titles = Object.fromEntries(withVariants(strategies).flatMap((one) => (plan.strategies.includes(one.id) ? [[one.id, one.title]] : [])));
  return { run: { id, createdAt, plan, status }, lanes, traces, titles };
}
