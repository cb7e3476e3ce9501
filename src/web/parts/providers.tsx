'use client';

import { Tooltip } from '@base-ui/react/tooltip';
import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';
import { ProjectorProvider } from './projector';

/** What every page stands in: the theme, the projector mode, and tooltips that open at once when one is open already. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <ThemeProvider nonce={nonce} attribute="data-theme" defaultTheme="system" enableSystem disableTransitionOnChange>
      <ProjectorProvider>
        <Tooltip.Provider delay={300}>{children}</Tooltip.Provider>
      </ProjectorProvider>
    </ThemeProvider>
  );
}
