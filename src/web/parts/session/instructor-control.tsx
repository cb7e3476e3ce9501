'use client';

import { Button } from '@base-ui/react/button';
import { LockIcon } from '@/web/parts/icons';
import { LogInPopover } from './log-in-popover';
import { sessionStore } from './session-store';
import { useSession } from './use-session';

/** In the header, where the web listens beyond loopback: the way to log in, and out again. */
export function InstructorControl() {
  const session = useSession();
  if (session?.tokenNeeded !== true) return null;
  if (!session.instructor) return <LogInPopover className="flex h-9 items-center gap-1.5 px-2.5 text-cap"><LockIcon />Instructor</LogInPopover>;
  return (
    <Button onClick={() => void sessionStore.logOut()} className="h-9 shrink-0 rounded-lg border border-line px-2.5 text-cap font-semibold whitespace-nowrap text-dim hover:border-edge hover:text-ink">
      Log out<span className="sr-only"> as instructor</span>
    </Button>
  );
}
