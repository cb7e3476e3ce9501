import { Mark } from '@/ui/parts/icons';
import { ProjectorToggle } from './projector-toggle';
import { ThemeToggle } from './theme-toggle';
import { Watching } from './watching';

const LINK = 'shrink-0 rounded-lg px-3 py-1.5 font-medium text-dim no-underline hover:text-ink max-sm:px-2';
const HERE = `${LINK} bg-panel-2 text-ink!`;

interface SiteHeaderProps {
  here: 'race' | 'lab' | 'explorer' | 'run' | 'guarantees';
  /** How many have the race open; not given where there is no race. */
  watching?: number | null;
}

/**
 * The head of every page. A phone has room for the pages alone, and they scroll sideways there.
 * Between pages the browser loads anew: the choice lives in an address that Next's own cache of the page knows nothing of.
 */
export function SiteHeader({ here, watching }: SiteHeaderProps) {
  const onRace = here === 'race';
  return (
    <header className="flex h-15 items-center gap-2 sm:gap-6">
      <a href={onRace ? '#race' : '/'} className="flex items-center gap-2 text-[1.2rem] font-extrabold tracking-tight text-ink no-underline">
        <Mark />
        <span className="max-sm:sr-only">Stampede</span>
      </a>
      <nav aria-label="Pages and sections" className="flex min-w-0 gap-1 max-sm:overflow-x-auto max-sm:p-1 max-sm:[scrollbar-width:none]">
        {onRace ? <a className={HERE} href="#race" aria-current="page">Race</a> : <a className={LINK} href="/">Race</a>}
        <a className={`${LINK} max-lg:hidden`} href={onRace ? '#code' : '/#code'}>Code</a>
        {here === 'lab' ? <a className={HERE} href="#top" aria-current="page">Lab</a> : <a className={LINK} href="/lab">Lab</a>}
        {here === 'explorer' ? <a className={HERE} href="#top" aria-current="page">Explorer</a> : <a className={LINK} href="/explorer">Explorer</a>}
        <a className={`${LINK} max-lg:hidden`} href={onRace ? '#runs' : '/#runs'}>Runs</a>
        {here === 'guarantees' ? <a className={HERE} href="#top" aria-current="page">Guarantees</a> : <a className={LINK} href="/guarantees">Guarantees</a>}
      </nav>
      <div className="grow" />
      {watching === undefined ? null : <Watching count={watching} />}
      <div className="flex gap-1">
        <span className="max-sm:hidden"><ProjectorToggle /></span>
        <ThemeToggle />
      </div>
    </header>
  );
}
