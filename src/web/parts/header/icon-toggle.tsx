'use client';

import { Toggle } from '@base-ui/react/toggle';
import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactNode } from 'react';

interface IconToggleProps {
  label: string;
  pressed: boolean;
  onChange: (pressed: boolean) => void;
  children: ReactNode;
}

/** A two-state button with a picture on it; its name shows as a tooltip. */
export function IconToggle({ label, pressed, onChange, children }: IconToggleProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger
        render={
          <Toggle
            aria-label={label}
            pressed={pressed}
            onPressedChange={onChange}
            className="grid size-10 place-items-center rounded-lg text-dim hover:bg-panel-2 hover:text-ink data-pressed:bg-panel-2 data-pressed:text-ink"
          />
        }
      >
        {children}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className="z-50">
          <Tooltip.Popup className="rounded-md border border-line bg-panel-2 px-2.5 py-1 text-cap text-ink">{label}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
