'use client';

import { useEffect, useState } from 'react';
import { LabButton } from './lab-button';

const SAID_FOR_MS = 2_000;
const WORDS = { ready: 'Copy link', copied: 'Copied', refused: 'Copy the address' } as const;

/** Copies the address, which replays what is on the page. A browser may forbid it: then the address bar has it. */
export function CopyLink() {
  const [said, setSaid] = useState<keyof typeof WORDS>('ready');
  useEffect(() => {
    if (said === 'ready') return;
    const timer = setTimeout(() => setSaid('ready'), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () => {
    // There is no clipboard on a page that came over plain HTTP from another machine.
    const clipboard = (navigator as { clipboard?: Clipboard }).clipboard;
    if (!clipboard) {
      setSaid('refused');
      return;
    }
    void clipboard.writeText(window.location.href).then(() => setSaid('copied'), () => setSaid('refused'));
  };
  return <LabButton onPress={copy} className="min-w-26 px-3!"><span aria-live="polite">{WORDS[said]}</span></LabButton>;
}
