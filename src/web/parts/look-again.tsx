'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const EVERY_MS = 2_000;

/** Asks for the page again, as long as it is shown: it opens by itself when it can. While the web itself is away nothing is asked, for the browser would show its own error. */
export function LookAgain() {
  const { refresh } = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      void fetch('/api/ready', { cache: 'no-store' }).then(refresh, () => undefined);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  return null;
}
