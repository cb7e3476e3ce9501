import { Mark } from './icons';
import { LookAgain } from './look-again';

/** Shown instead of the race while there is nothing to race on. */
export function ServiceMissing({ problem }: { problem: string }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-2xl flex-col justify-center gap-4 px-6">
      <p className="flex items-center gap-2 text-[1.2rem] font-extrabold tracking-tight"><Mark />Stampede</p>
      <h1 className="text-[1.8rem] leading-tight font-bold tracking-tight">The shops are closed.</h1>
      <p>{problem}</p>
      <p className="text-dim">Nothing was changed. If it stays so, start the services with <code className="font-mono text-ink">npm start</code>; the race opens here as soon as it can.</p>
      <LookAgain />
    </main>
  );
}
