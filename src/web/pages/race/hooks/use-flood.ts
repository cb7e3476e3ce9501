'use client';

import { useCallback, useRef, useState } from 'react';
import type { FloodPlan } from '@/domain/plan';
import type { RunSummary } from '@/domain/run-event';
import { askForFlood, cancelFlood } from '@/web/pages/race/model/flood-request';

export interface FloodControl {
  /** Between the click and the server's answer. */
  asking: boolean;
  /** Why the last click did not lead to a flood. */
  refusal: string | null;
  start: (plan: FloodPlan) => void;
  cancel: (runId: string) => void;
}

/** Starts and cancels floods; `onAccepted` gets the run at once, before any news of it. */
export function useFlood(onAccepted: (run: RunSummary) => void): FloodControl {
  const [asking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const busy = useRef(false);

  const during = useCallback((work: () => Promise<void>) => {
    if (busy.current) return;
    busy.current = true;
    setAsking(true);
    setRefusal(null);
    void work()
      .catch((error: unknown) => setRefusal(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        busy.current = false;
        setAsking(false);
      });
  }, []);

  const start = useCallback((plan: FloodPlan) => during(async () => onAccepted(await askForFlood(plan))), [during, onAccepted]);
  const cancel = useCallback((runId: string) => during(() => cancelFlood(runId)), [during]);
  return { asking, refusal, start, cancel };
}
