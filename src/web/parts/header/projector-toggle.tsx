'use client';

import { useEffect } from 'react';
import { ProjectorIcon } from '@/web/parts/icons';
import { useProjector } from '@/web/parts/projector';
import { IconToggle } from './icon-toggle';

/** For the last row of a room; Escape leads back, unless a flood is under way, which it cancels. The space bar still floods. */
export function ProjectorToggle() {
  const { on, set } = useProjector();
  useEffect(() => {
    if (!on) return;
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape') set(false);
    };
    window.addEventListener('keydown', leave);
    return () => window.removeEventListener('keydown', leave);
  }, [on, set]);
  return (
    <IconToggle label={on ? 'Leave projector mode (Esc)' : 'Projector mode'} pressed={on} onChange={set}>
      <ProjectorIcon className="size-4.5" />
    </IconToggle>
  );
}
