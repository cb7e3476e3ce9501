import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { connection } from 'next/server';
import { cache } from 'react';
import { webRuntime } from '@/api/runtime/web-runtime';
import { problemWords } from '@/web/parts/words/problem-words';
import { ServiceMissing } from '@/web/parts/service-missing';
import { ProductPage } from './product-page';

interface ProductPageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: ProductPageProps): Promise<Metadata> {
  await connection();
  // The page itself reports an unreachable database.
  const content = await pageContent((await params).id).catch(() => null);
  return { title: `Stampede: ${content?.product?.name ?? 'a product of the shop'}` };
}

export async function ProductRoute({ params }: ProductPageProps) {
  await connection();
  const { id } = await params;
  const content = await pageContent(id).catch((error: unknown) => ({ problem: problemWords(error) }));
  if ('problem' in content) return <ServiceMissing problem={content.problem} />;
  if (!content.product) notFound();
  return <ProductPage product={content.product} />;
}

/** The number as it is written: '01' and '1e0' name no product. Looked up once for the page and its title. */
const pageContent = cache(async (id: string) => {
  const sandbox = await webRuntime().sandbox();
  return { product: (await sandbox.storefront.products()).find((product) => String(product.id) === id) ?? null };
});
