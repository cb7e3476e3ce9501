'use client';

import { Button } from '@base-ui/react/button';
import { useEffect, useState } from 'react';

const SAID_FOR_MS = 2_000;

export const BUTTON = 'flex h-10 items-center justify-center rounded-lg border border-line bg-panel-2 px-3 font-semibold whitespace-nowrap text-ink no-underline hover:border-edge';

interface CopyButtonProps {
  words: string;
  text: () => string;
}

/** Copies a text. Where the browser forbids it, which it does on plain HTTP from another machine, the text is shown to be copied by hand. */
export function CopyButton({ words, text }: CopyButtonProps) {
  const [said, setSaid] = useState<'ready' | 'copied'>('ready');
  useEffect(() => {
    if (said === 'ready') return;
    const timer = setTimeout(() => setSaid('ready'), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const byHand = () => void window.prompt('Copy this:', text());
  const copy = () => {
    const { clipboard } = navigator as { clipboard?: Clipboard };
    if (clipboard) void clipboard.writeText(text()).then(() => setSaid('copied'), byHand);
    else byHand();
  };
  return (
    <Button onClick={copy} className={`${BUTTON} grow`}>
      <span aria-live="polite">{said === 'copied' ? 'Copied' : words}</span>
    </Button>
  );
}
