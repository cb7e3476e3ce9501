'use client';

import { Button } from '@base-ui/react/button';
import { useId, useState } from 'react';
import { CONTROL, LABEL } from '@/web/parts/controls/styles';
import { duration } from '@/web/parts/words/format';
import { callAdmin } from './admin-request';
import type { UserLimit } from './admin-wire';
import { Panel } from './panel';

const BUTTON = 'h-10 shrink-0 whitespace-nowrap rounded-lg border border-line bg-panel-2 px-3.5 font-semibold hover:border-edge data-disabled:opacity-50';
type Looked = { limit: UserLimit } | { fault: string } | null;

/** A user's purchase limit, and the button that lets them buy again. */
export function LimitCard() {
  const id = useId();
  const [userId, setUserId] = useState('');
  const [looked, setLooked] = useState<Looked>(null);
  const path = (user: string) => `/limits/${encodeURIComponent(user)}`;
  const look = (user: string) => {
    void callAdmin<UserLimit>(path(user)).then((limit) => setLooked({ limit }), (error: unknown) => setLooked({ fault: error instanceof Error ? error.message : String(error) }));
  };
  const forget = (user: string) => {
    void callAdmin(path(user), { method: 'DELETE' }).then(() => look(user), (error: unknown) => setLooked({ fault: error instanceof Error ? error.message : String(error) }));
  };
  const shown = looked && 'limit' in looked ? looked.limit : null;
  return (
    <Panel title="Limit of a user" see="The shop shows each buyer their id under Change." className="min-h-72">
      <form
        className="flex items-end gap-2 pt-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (userId.trim() !== '') look(userId.trim());
        }}
      >
        <div className="min-w-0 grow">
          <label htmlFor={id} className={LABEL}>User id</label>
          <input id={id} type="search" maxLength={64} value={userId} onChange={(event) => setUserId(event.currentTarget.value)} placeholder="amber-fox-7f3a" className={`${CONTROL} mt-1 px-3`} />
        </div>
        <Button type="submit" disabled={userId.trim() === ''} focusableWhenDisabled className={BUTTON}>Look up</Button>
      </form>
      <div role="status" className="min-h-36 pt-4">
        {shown ? <LimitStatus limit={shown} onForget={() => forget(shown.userId)} /> : null}
        {looked && 'fault' in looked ? <p className="font-medium text-warn">{looked.fault}</p> : null}
      </div>
    </Panel>
  );
}

function LimitStatus({ limit: { userId, limit, used, resetsInMs, store }, onForget }: { limit: UserLimit; onForget: () => void }) {
  if (limit === 0) return <p>There is no limit for users here.</p>;
  return (
    <>
      <p className="font-mono break-all">{userId}</p>
      <p className="text-[1.9rem] leading-tight font-[750] tabular-nums">{used} <span className="text-dim">of {limit} used</span></p>
      <p className="text-dim tabular-nums">
        {used === 0 ? 'Nothing is counted at the moment' : `Forgotten by itself in ${duration(resetsInMs)}`}; counted in {store === 'redis' ? 'Redis' : 'memory, because Redis does not answer'}.
      </p>
      <Button onClick={onForget} disabled={used === 0} focusableWhenDisabled className={`${BUTTON} mt-3`}>Forget it now</Button>
    </>
  );
}
