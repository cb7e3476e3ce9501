import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { connection } from 'next/server';
import { webRuntime } from '@/runs/web-runtime';
import { problemWords } from '@/ui/model/problem-words';
import { ServiceMissing } from '@/ui/service-missing';
import { ProductPage } from '@/ui/shop/product-page';

export const metadata: Metadata = { title: 'Stampede: a product of the shop' };

interface ProductPageProps {
  params: Promise<{ id: string }>;
}

export default async function Page({ params }: ProductPageProps) {
  await connection();
  const { id } = await params;
  const content = await pageContent(id).catch((error: unknown) => ({ problem: problemWords(error) }));
  if ('problem' in content) return <ServiceMissing problem={content.problem} />;
  if (!content.product) notFound();
  return <ProductPage product={content.product} />;
}

/** The number as it is written: '01' and '1e0' name no product. */
async function pageContent(id: string) {
  const runtime = await webRuntime();
  return { product: (await runtime.storefront.products()).find((product) => String(product.id) === id) ?? null };
}
