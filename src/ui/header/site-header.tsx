import { Mark } from '@/ui/parts/icons';
import { ProjectorToggle } from './projector-toggle';
import { ThemeToggle } from './theme-toggle';
import { Watching } from './watching';

const LINK = 'rounded-lg px-3 py-1.5 font-medium text-dim no-underline hover:text-ink';

/** The head of every page. The links lead only to what exists. */
export function SiteHeader({ watching }: { watching: number | null }) {
  return (
    <header className="flex h-15 items-center gap-3 sm:gap-6">
      <a href="#race" className="flex items-center gap-2 text-[1.2rem] font-extrabold tracking-tight text-ink no-underline">
        <Mark />
        Stampede
      </a>
      <nav aria-label="Sections" className="hidden gap-1 md:flex">
        <a className={`${LINK} bg-panel-2 text-ink!`} href="#race" aria-current="page">Race</a>
        <a className={LINK} href="#code">Code</a>
        <a className={LINK} href="#runs">Runs</a>
      </nav>
      <div className="grow" />
      <Watching count={watching} />
      <div className="flex gap-1">
        <ProjectorToggle />
        <ThemeToggle />
      </div>
    </header>
  );
}
