/** The look that every control of the bar shares. */
export const LABEL = 'block text-cap text-dim';
export const CONTROL =
  'h-10 w-full rounded-lg border border-line bg-panel-2 font-semibold text-ink hover:border-edge disabled:opacity-60 data-disabled:opacity-60';
export const POPUP = 'z-50 rounded-xl border border-line bg-panel text-ink shadow-(--shadow) outline-none';
