'use client';

import { useEffect, useState } from 'react';
import type { LaneTrace } from '@/domain/trace';

/** `none`: the purchases of this lane are not kept any more. */
export type TraceState = { kind: 'loading' } | { kind: 'none' } | { kind: 'failed' } | { kind: 'ready'; trace: LaneTrace };

/** Fetches what was recorded of a lane. `attempt` fetches it anew. */
export function useTrace(runId: string, strategy: string, repeat: number, attempt: number): TraceState {
  const wanted = `${runId} ${strategy} ${repeat} ${attempt}`;
  const [state, setState] = useState<{ of: string; trace: TraceState }>({ of: '', trace: { kind: 'loading' } });
  useEffect(() => {
    const stop = new AbortController();
    fetchTrace(`/api/floods/${runId}/traces/${encodeURIComponent(strategy)}?repeat=${repeat}`, stop.signal)
      .catch((): TraceState => ({ kind: 'failed' }))
      .then((trace) => {
        if (!stop.signal.aborted) setState({ of: wanted, trace });
      })
      .catch(() => undefined);
    return () => stop.abort();
  }, [runId, strategy, repeat, wanted]);
  return state.of === wanted ? state.trace : { kind: 'loading' };
}

async function fetchTrace(path: string, signal: AbortSignal): Promise<TraceState> {
  const response = await fetch(path, { signal });
  if (response.status === 404) return { kind: 'none' };
  if (!response.ok) return { kind: 'failed' };
  return { kind: 'ready', trace: (await response.json()) as LaneTrace };
}
