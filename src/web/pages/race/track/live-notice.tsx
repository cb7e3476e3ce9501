'use client';

import { Button } from '@base-ui/react/button';

/** For a visitor who looks at a past run while the others watch a new one. */
export function LiveNotice({ onWatch }: { onWatch: () => void }) {
  return (
    <Button onClick={onWatch} className="flex h-8 items-center gap-2.5 rounded-lg border border-line bg-panel px-3 font-semibold text-ink hover:border-edge">
      <span className="live-dot" />
      A flood is under way. Watch it
    </Button>
  );
}
