'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { callAdmin } from './admin-request';

const EVERY_MS = 2_000;

export interface Polled<T> {
  /** The last answer; kept while there is no newer one. */
  data: T | null;
  /** Why the last request failed; null when it worked. */
  problem: string | null;
  /** Asks at once. */
  look: () => void;
}

/** Asks the admin API again and again, two seconds after each answer, as long as the page can be seen. */
export function usePolled<T>(path: string): Polled<T> {
  const [state, setState] = useState<{ data: T | null; problem: string | null }>({ data: null, problem: null });
  const lookNow = useRef<() => void>(() => undefined);

  useEffect(() => {
    const stop = new AbortController();
    const isLeft = () => stop.signal.aborted;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let looking = false;
    const look = async () => {
      clearTimeout(timer);
      if (looking || document.hidden || isLeft()) return;
      looking = true;
      try {
        const data = await callAdmin<T>(path, { signal: stop.signal });
        setState({ data, problem: null });
      } catch (error) {
        if (!isLeft()) setState((before) => ({ ...before, problem: error instanceof Error ? error.message : String(error) }));
      } finally {
        looking = false;
      }
      if (!isLeft()) timer = setTimeout(() => void look(), EVERY_MS);
    };
    const begin = () => void look();
    lookNow.current = begin;
    begin();
    document.addEventListener('visibilitychange', begin);
    return () => {
      stop.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', begin);
    };
  }, [path]);

  return { ...state, look: useCallback(() => lookNow.current(), []) };
}
