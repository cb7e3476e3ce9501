/** Buyers A and B have hues of their own, never those of right and wrong. */
export const WITNESS_HUES = [
  { letter: 'A', text: 'text-buyer-a', band: 'bg-buyer-a/6 shadow-[inset_4px_0_0_var(--buyer-a)]', chip: 'bg-buyer-a text-bg' },
  { letter: 'B', text: 'text-buyer-b', band: 'bg-buyer-b/6 shadow-[inset_4px_0_0_var(--buyer-b)]', chip: 'bg-buyer-b text-bg' },
] as const;
