'use client';

import { useEffect, useState } from 'react';
import type { LabView } from './lab-player';
import { sessionWords } from './lab-words';

interface TimeLeftProps {
  view: LabView;
  buyers: number;
  /** The time is up: the lab may be closed by now. */
  onEnd: () => void;
}

const EVERY_MS = 1_000;

/** How long the sessions are kept without a move. */
export function TimeLeft({ view: { phase, endsAtMs }, buyers, onEnd }: TimeLeftProps) {
  const [nowMs, setNowMs] = useState<number | null>(null);
  useEffect(() => {
    if (phase !== 'open') return;
    const timer = setInterval(() => {
      setNowMs(performance.now());
      if (performance.now() > endsAtMs) onEnd();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [phase, endsAtMs, onEnd]);
  if (phase === 'closed') return 'the sessions are released';
  return sessionWords(buyers, phase === 'open' && nowMs !== null ? endsAtMs - nowMs : null);
}
