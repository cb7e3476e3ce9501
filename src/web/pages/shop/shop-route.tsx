import type { Metadata } from 'next';
import { connection } from 'next/server';
import { webRuntime } from '@/api/runtime/web-runtime';
import { problemWords } from '@/web/parts/words/problem-words';
import { ServiceMissing } from '@/web/parts/service-missing';
import { ShopPage } from './shop-page';

export const metadata: Metadata = { title: 'Stampede: the shop' };

export async function ShopRoute() {
  await connection();
  const content = await pageContent().catch((error: unknown) => ({ problem: problemWords(error) }));
  return 'problem' in content ? <ServiceMissing problem={content.problem} /> : <ShopPage {...content} />;
}

async function pageContent() {
  const sandbox = await webRuntime().sandbox();
  return { products: await sandbox.storefront.products(), networkUrls: webRuntime().networkUrls };
}
