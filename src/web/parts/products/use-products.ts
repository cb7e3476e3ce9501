'use client';

import { useCallback, useRef, useState } from 'react';
import type { ShopProduct } from './product';

/** The shop's products; `look` asks for them again, because the stream named one that is not among them. */
export function useProducts(first: readonly ShopProduct[]): { products: readonly ShopProduct[]; look: () => void } {
  const [products, setProducts] = useState(first);
  const looking = useRef(false);
  const look = useCallback(() => {
    if (looking.current) return;
    looking.current = true;
    void fetch('/api/products')
      .then(async (response) => (response.ok ? ((await response.json()) as { products: ShopProduct[] }).products : null))
      .then((list) => { if (list) setProducts(list); })
      // The stream names it again when it is up again.
      .catch(() => undefined)
      .finally(() => { looking.current = false; });
  }, []);
  return { products, look };
}
