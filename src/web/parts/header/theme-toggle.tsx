'use client';

import { useTheme } from 'next-themes';
import { useSyncExternalStore } from 'react';
import { MoonIcon, SunIcon } from '@/web/parts/icons';
import { IconToggle } from './icon-toggle';

const never = () => () => undefined;

/** Light or dark. Only the browser knows which is on, so the server draws the button unpressed. */
export function ThemeToggle() {
  const { resolvedTheme, setTheme } = useTheme();
  const inBrowser = useSyncExternalStore(never, () => true, () => false);
  const light = inBrowser && resolvedTheme === 'light';
  return (
    <IconToggle label="Light theme" pressed={light} onChange={(pressed) => setTheme(pressed ? 'light' : 'dark')}>
      {light ? <SunIcon className="size-4.5" /> : <MoonIcon className="size-4.5" />}
    </IconToggle>
  );
}
