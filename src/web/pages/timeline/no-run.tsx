import { SiteHeader } from '@/web/parts/header/site-header';
import { NoTrace } from './no-trace';

/** Answered with 404, to people and programs alike. */
export function NoRun() {
  return (
    <div className="mx-auto max-w-[90rem] px-3.5 pb-16 sm:px-7">
      <SiteHeader here="runs" />
      <main>
        <h1 className="pt-5 text-[1.6rem] font-bold tracking-tight">There is no such run</h1>
        <NoTrace kind="no-run"><a className="underline" href="/#runs">See the runs that are there</a></NoTrace>
      </main>
    </div>
  );
}
