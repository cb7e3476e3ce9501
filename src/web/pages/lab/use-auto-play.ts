'use client';

import { useCallback, useEffect, useState } from 'react';
import type { Move } from '@/domain/schedule';
import { autoMove, SPEEDS, type Speed } from './auto-move';
import type { LabControl } from './use-lab';

export interface AutoPlay {
  playing: boolean;
  /** Whether there is anything to play from here. */
  can: boolean;
  toggle: () => void;
  speed: Speed;
  setSpeed: (speed: Speed) => void;
}

/** Makes one move after another, as long as there is one to make; a question of the lesson is waited at. */
export function useAutoPlay({ view, progress, move }: Pick<LabControl, 'view' | 'progress' | 'move'>): AutoPlay {
  const [wanted, setWanted] = useState(false);
  const [speed, setSpeed] = useState<Speed>('normal');
  const { lab, phase, underWay } = view;
  const next: Move | null = lab && phase === 'open' ? autoMove(lab, progress) : null;
  const asks = progress?.asks !== null && progress?.asks !== undefined;
  const made = lab?.moves.length ?? 0;
  const over = phase !== 'open' || lab?.verdict !== null || (next === null && !asks && !underWay);
  const playing = wanted && !over;

  useEffect(() => {
    if (!playing || underWay || next === null) return;
    const timer = setTimeout(() => move(next), SPEEDS[speed]);
    return () => clearTimeout(timer);
  }, [playing, underWay, next, made, move, speed]);

  const toggle = useCallback(() => {
    if (!playing && next !== null) move(next);
    setWanted(!playing);
  }, [playing, next, move]);

  return { playing, can: !over, toggle, speed, setSpeed };
}
