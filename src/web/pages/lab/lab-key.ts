import { BUYER_NAMES, TIME_PASSES, type Move } from '@/domain/schedule';

export type LabKeyAction = { kind: 'move'; move: Move } | { kind: 'back' | 'play' | 'again' | 'next' };

const MOVES: readonly Move[] = [...BUYER_NAMES, TIME_PASSES];

/** What a key does in the lab; null for any other. */
export function labKeyAction(key: string): LabKeyAction | null {
  const letter = key.toUpperCase();
  const move = MOVES.find((name) => name === letter);
  if (move !== undefined) return { kind: 'move', move };
  switch (key) {
    case 'ArrowLeft':
    case 'Backspace':
      return { kind: 'back' };
    case ' ':
      return { kind: 'play' };
    case 'Enter':
      return { kind: 'next' };
    default:
      return letter === 'R' ? { kind: 'again' } : null;
  }
}

/** Keys that a focused control wants for itself. */
export const PRESSES: ReadonlySet<string> = new Set([' ', 'Enter']);
