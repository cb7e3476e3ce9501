'use client';

import { useMemo } from 'react';
import type { StrategyInfo } from '@/domain/strategy';
import { NumberInput } from '@/web/parts/controls/number-input';
import { Picker } from '@/web/parts/controls/picker';
import { numberPicks, strategyPicks } from '@/web/parts/controls/strategy-picks';
import { EXPLORER_LIMITS, FIELD_WORDS, type ExplorerDraft, type ExplorerNumber } from './explorer-address';
import { EXPIRY_CHOICES, USUAL } from './explorer-choices';
import { MorePopover } from './more-popover';
import { SearchButton } from './search-button';

interface ExplorerBarProps {
  strategies: readonly StrategyInfo[];
  draft: ExplorerDraft;
  faults: Partial<Record<ExplorerNumber, string>>;
  noteId: string;
  change: (fields: Partial<ExplorerDraft>) => void;
  search: { underWay: boolean; disabled: boolean; locked: boolean; onSearch: () => void; onCancel: () => void };
}

/** Everything that decides a search, in one row; on the phone the button is at the thumb. Enter in a field searches too. */
export function ExplorerBar({ strategies, draft, faults, noteId, change, search: { locked, ...search } }: ExplorerBarProps) {
  const groups = useMemo(() => strategyPicks(strategies), [strategies]);
  const number = (field: 'buyers' | 'replicas') => (
    <Picker focusAfter="verdict" label={FIELD_WORDS[field]} value={String(draft[field] ?? '')} groups={numberPicks(field)} onChoose={(value) => change({ [field]: Number(value) })} />
  );
  return (
    <form
      aria-label="The search"
      data-hide-on-projector
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement && !search.underWay && !search.disabled) search.onSearch();
      }}
      className="card grid grid-cols-6 items-end gap-2.5 p-3 lg:flex lg:p-3.5"
    >
      <fieldset disabled={locked} className="contents">
        <div className="col-span-6 lg:w-72 lg:min-w-0 lg:shrink">
          <Picker focusAfter="verdict" label="Strategy" value={draft.strategy} groups={groups} onChoose={(strategy) => change({ strategy })} />
        </div>
        <div className="col-span-2 lg:w-22">{number('buyers')}</div>
        <NumberInput label={FIELD_WORDS.stock} value={draft.stock} onChange={(stock) => change({ stock })} {...EXPLORER_LIMITS.stock} fault={faults.stock} noteId={noteId} className="col-span-2 min-w-0 lg:w-22" />
        <div className="col-span-2 lg:w-24">{number('replicas')}</div>
        <div className="col-span-3 lg:w-40">
          <Picker focusAfter="verdict" label={FIELD_WORDS.expiries} value={draft.expiries === null ? USUAL : String(draft.expiries)} groups={EXPIRY_CHOICES} onChoose={(value) => change({ expiries: value === USUAL ? null : Number(value) })} />
        </div>
        <div className="col-span-3 lg:col-auto">
          <MorePopover draft={draft} faults={faults} noteId={noteId} change={change} />
        </div>
        <div className="hidden grow lg:block" />
        <SearchButton {...search} className="hidden lg:flex" />
        <div className="fixed inset-x-0 bottom-0 z-40 border-t border-line bg-panel p-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] lg:hidden">
          <SearchButton {...search} className="w-full" />
        </div>
      </fieldset>
    </form>
  );
}
