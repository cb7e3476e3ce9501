import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import './globals.css';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { PROJECTOR_SCRIPT } from '@/web/parts/projector-script';
import { Providers } from '@/web/parts/providers';

export const metadata: Metadata = {
  title: 'Stampede: race conditions, live',
  description: 'A crowd of buyers storms a shop with little stock. One shop oversells; watch why, and watch each fix hold.',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Made anew for each reply by the server in front, and the only scripts that run are those that carry it.
  const nonce = (await headers()).get('x-stampede-nonce') ?? undefined;
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: PROJECTOR_SCRIPT }} />
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  );
}
