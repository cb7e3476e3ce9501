'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { RunSummary } from '@/domain/run-event';
import { onBackOrForward, writeRun } from '@/ui/model/page-address';

export interface Stage {
  runId: string | null;
  /** Somebody opened a past run on purpose: the page does not run after the crowd. */
  pinned: boolean;
  /** Shows a run; `pinned` holds on to it, and Back leads to the one before. */
  show: (runId: string, pinned: boolean) => void;
}

/**
 * Which run is on the stage. Everybody follows the flood under way, so that a class sees one race;
 * only somebody who opened a past run stays with it until they ask for the live one.
 */
export function useStage(asked: string | null, latest: RunSummary | null, current: RunSummary | null): Stage {
  const [stage, setStage] = useState({ runId: asked, pinned: asked !== null && asked !== latest?.id });
  const follow = current !== null && !stage.pinned && current.id !== stage.runId;
  if (follow) setStage({ runId: current.id, pinned: false });

  const shown = useRef(stage.runId);
  useEffect(() => {
    shown.current = stage.runId;
    writeRun(stage.runId);
  }, [stage.runId]);
  useEffect(
    () =>
      onBackOrForward((address) => {
        const runId = address.get('run');
        if (runId !== null) setStage({ runId, pinned: true });
        // An entry from before the flood: the run on the stage stays, and the address says so again.
        else writeRun(shown.current);
      }),
    [],
  );
  const show = useCallback((runId: string, pinned: boolean) => {
    if (pinned) writeRun(runId, 'push');
    setStage({ runId, pinned });
  }, []);
  return { ...stage, show };
}
