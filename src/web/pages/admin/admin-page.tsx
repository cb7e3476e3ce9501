'use client';

import { SiteHeader } from '@/web/parts/header/site-header';
import { LogInForm } from '@/web/parts/session/log-in-form';
import { useSession } from '@/web/parts/session/use-session';
import { Dashboard } from './dashboard';

/** The admin page. A visitor without the token sees the log-in and nothing else, on loopback as well. */
export function AdminPage() {
  const session = useSession();
  return (
    <div className="mx-auto max-w-[90rem] px-3.5 pb-16 sm:px-7">
      <SiteHeader here="admin" />
      <main id="top" aria-busy={session === null}>
        {session?.instructor === true ? (
          <Dashboard />
        ) : (
          <div className="mx-auto grid max-w-96 content-center gap-5 pt-[12vh]">
            <h1 className="text-[1.6rem] leading-[1.15] font-[750] tracking-[-0.025em] lg:text-[2.15rem]">Behind the counter</h1>
            {session === null ? <p className="min-h-64 text-dim">Asking the server who you are…</p> : <div className="card p-5"><LogInForm autoFocus large /></div>}
          </div>
        )}
      </main>
    </div>
  );
}
