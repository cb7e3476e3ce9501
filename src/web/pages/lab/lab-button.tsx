'use client';

import { Button } from '@base-ui/react/button';
import type { ReactNode, Ref } from 'react';

interface LabButtonProps {
  onPress: (byKeyboard: boolean) => void;
  disabled?: boolean;
  /** `strong`: what to press next. */
  look?: 'plain' | 'strong';
  className?: string;
  /** The key that does the same. */
  shortcut?: string;
  label?: string;
  /** Of something that it opens and closes. */
  expanded?: boolean;
  controls?: string;
  ref?: Ref<HTMLElement>;
  children: ReactNode;
}

const LOOKS = {
  plain: 'border border-line bg-panel-2 text-ink hover:border-edge',
  strong: 'bg-ink text-bg hover:opacity-90',
} as const;

/** A button of the lab. A mouse leaves the focus where it was, so that the space bar still plays afterwards. */
export function LabButton({ onPress, disabled = false, look = 'plain', className = '', shortcut, label, expanded, controls, ref, children }: LabButtonProps) {
  return (
    <Button
      ref={ref}
      onMouseDown={(event) => event.preventDefault()}
      onClick={(event) => onPress(event.detail === 0)}
      disabled={disabled}
      focusableWhenDisabled
      aria-label={label}
      aria-expanded={expanded}
      aria-controls={controls}
      aria-keyshortcuts={shortcut}
      className={`flex h-10 items-center justify-center gap-2 rounded-lg px-3.5 font-semibold whitespace-nowrap data-disabled:cursor-default data-disabled:opacity-50 ${LOOKS[look]} ${className}`}
    >
      {children}
    </Button>
  );
}
