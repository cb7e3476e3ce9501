/** Buyers A and B have hues of their own, never those of right and wrong. */
export const WITNESS_HUES = [
  { letter: 'A', text: 'text-buyer-a', band: 'bg-buyer-a/15', chip: 'bg-buyer-a text-bg' },
  { letter: 'B', text: 'text-buyer-b', band: 'bg-buyer-b/15', chip: 'bg-buyer-b text-bg' },
] as const;
