import type { ReactNode } from 'react';
import { InstructorControl } from '@/web/parts/session/instructor-control';
import { Mark } from '@/web/parts/icons';
import { currentOf, hrefOf, PLACES, type Here } from './places';
import { PlacesMenu } from './places-menu';
import { ProjectorToggle } from './projector-toggle';
import { ThemeToggle } from './theme-toggle';
import { Watching } from './watching';

interface SiteHeaderProps {
  here: Here;
  /** How many have the race open; not given where there is no race. */
  watching?: number | null;
  /** What a page has to say up here, on screens that have the room. */
  aside?: ReactNode;
}

/** The head of every page: a row of all places, or a menu of them where a row has no room. */
export function SiteHeader({ here, watching, aside }: SiteHeaderProps) {
  return (
    <header className="flex h-15 items-center gap-2.5 sm:gap-4">
      <a href={here === 'race' ? '#race' : '/'} className="flex items-center gap-2 text-[1.2rem] font-extrabold tracking-tight text-ink no-underline">
        <Mark />
        <span className="max-sm:sr-only">Stampede</span>
      </a>
      <nav aria-label="Pages and sections" className="flex min-w-0">
        <div className="flex min-w-0 gap-0.5 max-xl:hidden">
          {PLACES.map((place) => (
            <a
              key={place.id}
              href={hrefOf(place, here)}
              aria-current={currentOf(place, here)}
              className={`shrink-0 rounded-lg px-2.5 py-1.5 font-medium no-underline hover:text-ink ${place.id === here ? 'bg-panel-2 text-ink' : 'text-dim'}`}
            >
              {place.title}
            </a>
          ))}
        </div>
        <div className="xl:hidden"><PlacesMenu here={here} /></div>
      </nav>
      <div className="grow" />
      {watching === undefined ? null : <Watching count={watching} />}
      {aside === undefined ? null : <div className="text-dim max-lg:hidden">{aside}</div>}
      <InstructorControl />
      <div className="flex gap-1">
        <span className="max-sm:hidden"><ProjectorToggle /></span>
        <ThemeToggle />
      </div>
    </header>
  );
}
