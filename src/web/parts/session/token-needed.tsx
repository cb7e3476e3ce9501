'use client';

import { LockIcon } from '@/web/parts/icons';
import { LogInPopover } from './log-in-popover';

/** Why something cannot be done here, and the way to be allowed. `what`: 'Flooding'. */
export function TokenNeeded({ what, id }: { what: string; id?: string }) {
  return (
    <div id={id} role="status" className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5 font-medium">
      <p className="flex min-w-0 items-center gap-2"><LockIcon /><span className="min-w-0">{what} needs the instructor's token. You can watch, and buy in the <a href="/shop" className="text-ink underline">shop</a>.</span></p>
      <LogInPopover className="h-8 px-3 text-cap">Log in</LogInPopover>
    </div>
  );
}
