'use client';

import { Popover } from '@base-ui/react/popover';
import { useState, type ReactNode } from 'react';
import { POPUP } from '@/web/parts/controls/styles';
import { LogInForm } from './log-in-form';

interface LogInPopoverProps {
  className?: string;
  children: ReactNode;
}

/** A small log-in beside whatever needs it; the page stays where it is. */
export function LogInPopover({ className = '', children }: LogInPopoverProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={`shrink-0 rounded-lg border border-line bg-panel-2 font-semibold whitespace-nowrap text-ink hover:border-edge ${className}`}>{children}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} collisionPadding={12} className="z-50">
          <Popover.Popup className={`${POPUP} w-[min(22rem,calc(100vw-2rem))] p-4`}>
            <Popover.Title className="pb-3 font-semibold">Instructor</Popover.Title>
            <LogInForm onDone={() => setOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
