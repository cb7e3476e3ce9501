'use client';

import { useSyncExternalStore } from 'react';
import { sessionStore, type Session } from './session-store';

/** Who this browser is to the server; null until it is known. */
export const useSession = (): Session | null => useSyncExternalStore(sessionStore.subscribe, sessionStore.read, () => null);

/** Whether what changes something is closed to this browser. Not known yet counts as open: on loopback it always is. */
export function useLocked(): boolean {
  const session = useSession();
  return session?.tokenNeeded === true && !session.instructor;
}
