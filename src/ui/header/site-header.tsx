import type { ReactNode } from 'react';
import { Mark } from '@/ui/parts/icons';
import { ProjectorToggle } from './projector-toggle';
import { ThemeToggle } from './theme-toggle';
import { Watching } from './watching';

const LINK = 'shrink-0 rounded-lg px-3 py-1.5 font-medium text-dim no-underline hover:text-ink max-sm:px-2';
const HERE = `${LINK} bg-panel-2 text-ink!`;

/** Pages, and parts of the race that are long and far down; those a phone has no room for. */
const PLACES = [
  { id: 'race', title: 'Race', path: '/', anchor: '#race' },
  { id: 'code', title: 'Code', path: '/', anchor: '#code' },
  { id: 'lab', title: 'Lab', path: '/lab', anchor: '#top' },
  { id: 'explorer', title: 'Explorer', path: '/explorer', anchor: '#top' },
  { id: 'runs', title: 'Runs', path: '/', anchor: '#runs' },
  { id: 'guarantees', title: 'Guarantees', path: '/guarantees', anchor: '#top' },
] as const;

type Place = (typeof PLACES)[number];

interface SiteHeaderProps {
  here: Exclude<Place['id'], 'code'>;
  /** How many have the race open; not given where there is no race. */
  watching?: number | null;
  /** What a page has to say up here, on screens that have the room. */
  aside?: ReactNode;
}

/**
 * The head of every page. A phone has room for the pages alone, and they scroll sideways there.
 * Between pages the browser loads anew: the choice lives in an address that Next's own cache of the page knows nothing of.
 */
export function SiteHeader({ here, watching, aside }: SiteHeaderProps) {
  const onRace = here === 'race';
  return (
    <header className="flex h-15 items-center gap-2 sm:gap-6">
      <a href={onRace ? '#race' : '/'} className="flex items-center gap-2 text-[1.2rem] font-extrabold tracking-tight text-ink no-underline">
        <Mark />
        <span className="max-sm:sr-only">Stampede</span>
      </a>
      <nav aria-label="Pages and sections" className="flex min-w-0 gap-1 max-lg:overflow-x-auto max-lg:p-1 max-lg:[scrollbar-width:none]">
        {PLACES.map((place) => (
          <PlaceLink key={place.id} place={place} here={here} />
        ))}
      </nav>
      <div className="grow" />
      {watching === undefined ? null : <Watching count={watching} />}
      {aside === undefined ? null : <div className="text-dim max-lg:hidden">{aside}</div>}
      <div className="flex gap-1">
        <span className="max-sm:hidden"><ProjectorToggle /></span>
        <ThemeToggle />
      </div>
    </header>
  );
}

function PlaceLink({ place: { id, title, path, anchor }, here }: { place: Place; here: SiteHeaderProps['here'] }) {
  // A single run belongs to the list of runs, which is a part of the race.
  if (id === here) return <a className={HERE} href={id === 'runs' ? `${path}${anchor}` : anchor} aria-current={id === 'runs' ? 'true' : 'page'}>{title}</a>;
  const part = anchor !== '#top' && id !== 'race';
  const href = here === 'race' && path === '/' ? anchor : part ? `${path}${anchor}` : path;
  return <a className={`${LINK} ${part ? 'max-lg:hidden' : ''}`} href={href}>{title}</a>;
}
