'use client';

import { useCallback, useEffect, useMemo, useState } from 'react';
import type { StrategyInfo } from '@/domain/strategy';
import { onBackOrForward, writeQuery } from '@/web/parts/page-address';
import { withVariants } from '@/web/parts/strategy-choice';
import { queryOfSearch, readExplorerAddress, type AskedSearch, type ExplorerDraft } from './explorer-address';

export interface ExplorerDraftControl extends AskedSearch {
  change: (fields: Partial<ExplorerDraft>) => void;
  /** Writes into the address that this draft was searched: a reload, or Back from the lab, searches again. */
  keep: () => void;
}

/** What is to be searched. It lives in the address, so that a link holds it. */
export function useExplorerDraft(query: string, strategies: readonly StrategyInfo[]): ExplorerDraftControl {
  const known = useMemo(() => withVariants(strategies).map(({ id }) => id), [strategies]);
  const [asked, setAsked] = useState<AskedSearch>(() => readExplorerAddress(new URLSearchParams(query), known));
  const { draft } = asked;
  useEffect(() => onBackOrForward((address) => setAsked(readExplorerAddress(address, known))), [known]);
  const change = useCallback(
    (fields: Partial<ExplorerDraft>) => {
      const next = { ...draft, ...fields };
      setAsked({ draft: next, search: false, faults: [] });
      writeQuery(() => queryOfSearch(next, false));
    },
    [draft],
  );
  const keep = useCallback(() => writeQuery(() => queryOfSearch(draft, true)), [draft]);
  return { ...asked, change, keep };
}
