import type { ReactNode } from 'react';
import { Mark } from '@/ui/parts/icons';
import { ProjectorToggle } from './projector-toggle';
import { ThemeToggle } from './theme-toggle';
import { Watching } from './watching';

const LINK = 'shrink-0 rounded-lg px-3 py-1.5 font-medium text-dim no-underline hover:text-ink max-sm:px-2';
const HERE = `${LINK} bg-panel-2 text-ink!`;

const PAGES = [
  { id: 'race', title: 'Race', href: '/' },
  { id: 'lab', title: 'Lab', href: '/lab' },
  { id: 'explorer', title: 'Explorer', href: '/explorer' },
  { id: 'guarantees', title: 'Guarantees', href: '/guarantees' },
] as const;

/** Parts of the race that are long and far down. */
const SECTIONS = [
  { title: 'Code', anchor: '#code' },
  { title: 'Runs', anchor: '#runs' },
];

interface SiteHeaderProps {
  here: (typeof PAGES)[number]['id'] | 'run';
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
        {PAGES.map(({ id, title, href }) => (
          <PageLink key={id} title={title} href={href} anchor={id === 'race' ? '#race' : '#top'} current={id === here}>
            {id === 'race' ? SECTIONS.map((section) => (
              <a key={section.title} className={`${LINK} max-lg:hidden`} href={onRace ? section.anchor : `/${section.anchor}`}>{section.title}</a>
            )) : null}
          </PageLink>
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

interface PageLinkProps {
  title: string;
  href: string;
  /** Where the link leads on the page itself. */
  anchor: string;
  current: boolean;
  children: ReactNode;
}

function PageLink({ title, href, anchor, current, children }: PageLinkProps) {
  return (
    <>
      {current ? <a className={HERE} href={anchor} aria-current="page">{title}</a> : <a className={LINK} href={href}>{title}</a>}
      {children}
    </>
  );
}
