'use client';

import { Popover } from '@base-ui/react/popover';
import { NumberInput } from '@/web/parts/controls/number-input';
import { CONTROL, POPUP } from '@/web/parts/controls/styles';
import { SlidersIcon } from '@/web/parts/icons';
import { EXPLORER_LIMITS, FIELD_WORDS, type ExplorerDraft, type ExplorerNumber } from './explorer-address';

const FIELDS: readonly { field: ExplorerNumber; step?: number; placeholder?: string }[] = [
  { field: 'schedules', step: 100, placeholder: 'as usual' },
  { field: 'seconds', step: 10, placeholder: 'as usual' },
  { field: 'seed', placeholder: '1' },
  { field: 'quantity' },
];

interface MorePopoverProps {
  draft: ExplorerDraft;
  faults: Partial<Record<ExplorerNumber, string>>;
  noteId: string;
  change: (fields: Partial<ExplorerDraft>) => void;
}

/** How far the search goes, the seed of its random part, and how much each buyer buys. */
export function MorePopover({ draft, faults, noteId, change }: MorePopoverProps) {
  const touched = FIELDS.some(({ field }) => draft[field] !== null && !(field === 'quantity' && draft[field] === 1));
  return (
    <Popover.Root>
      <Popover.Trigger className={`${CONTROL} flex items-center justify-center gap-2 px-3 lg:w-auto! ${touched ? 'border-ink!' : ''}`}>
        <SlidersIcon />
        More
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end" collisionPadding={12} className="z-50">
          <Popover.Popup className={`${POPUP} flex max-h-(--available-height) w-[min(22rem,calc(100vw-2rem))] flex-col gap-3 overflow-y-auto p-4`}>
            <Popover.Title className="font-semibold">How far the search goes</Popover.Title>
            <div className="grid grid-cols-2 gap-3">
              {FIELDS.map(({ field, step, placeholder }) => (
                <NumberInput key={field} label={FIELD_WORDS[field]} value={draft[field]} onChange={(value) => change({ [field]: value })} {...EXPLORER_LIMITS[field]} step={step} placeholder={placeholder} fault={faults[field]} noteId={noteId} />
              ))}
            </div>
            <p className="text-cap text-dim">
              As usual: two buyers are searched to the end, up to 20,000 schedules or 120 seconds; more buyers up to 3,000 schedules or 30 seconds. Schedules with the fewest switches come first; where not all can be run, the last part is drawn at random from the seed.
            </p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
