'use client';

import { Button } from '@base-ui/react/button';
import { Popover } from '@base-ui/react/popover';
import { useId, useState } from 'react';
import { CONTROL, LABEL, POPUP } from '@/web/parts/controls/styles';
import { NAME_LENGTH } from './buyer-name';
import type { BuyerControl } from './use-buyer';

/** 'You are Amber Fox', and the way to change the name. */
export function BuyerLine({ control: { buyer, rename } }: { control: BuyerControl }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="flex min-w-0 items-center gap-2">
      <p className="min-w-0 truncate">
        <span className="text-dim">You are </span>
        <span className="font-semibold">{buyer?.name ?? '…'}</span>
      </p>
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger disabled={buyer === null} className="h-8 shrink-0 rounded-lg border border-line bg-panel-2 px-2.5 text-cap font-semibold hover:border-edge data-disabled:opacity-50">
          Change<span className="sr-only"> your name</span>
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner sideOffset={8} collisionPadding={12} className="z-50">
            <Popover.Popup className={`${POPUP} w-[min(22rem,calc(100vw-2rem))] p-4`}>
              <Popover.Title className="font-semibold">Who buys?</Popover.Title>
              <Popover.Description className="pt-1 text-cap text-dim">Kept in this browser. The shop knows you as <span className="font-mono break-all text-ink">{buyer?.userId}</span>.</Popover.Description>
              <NameForm key={buyer?.userId} name={buyer?.name ?? ''} onName={(name) => { rename(name); setOpen(false); }} onDraw={() => rename('')} />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </div>
  );
}

function NameForm({ name, onName, onDraw }: { name: string; onName: (name: string) => void; onDraw: () => void }) {
  const id = useId();
  const [typed, setTyped] = useState(name);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onName(typed);
      }}
      className="grid gap-3 pt-3"
    >
      <div className="grid gap-1">
        <label htmlFor={id} className={LABEL}>Your name in the shop</label>
        <input id={id} value={typed} maxLength={NAME_LENGTH} autoComplete="nickname" onChange={(event) => setTyped(event.currentTarget.value)} className={`${CONTROL} px-3`} />
      </div>
      <div className="flex gap-2">
        <Button type="submit" className="h-10 grow rounded-lg bg-ink px-3.5 font-semibold text-bg hover:opacity-90">Take this name</Button>
        <Button type="button" onClick={onDraw} className="h-10 rounded-lg border border-line bg-panel-2 px-3.5 font-semibold hover:border-edge">Draw another</Button>
      </div>
    </form>
  );
}
