'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { RunSummary } from '@/domain/run-event';
import { onBackOrForward, writeRun } from '@/web/parts/page-address';

export interface Stage {
  runId: string | null;
  /** The visitor opened a past run on purpose: the page does not switch to the live one. */
  pinned: boolean;
  /** A run that was opened by its address, from the list or by Back: the choice takes over its plan. Null when the visitor opened none. */
  opened: string | null;
  /** Shows a run; `pinned` holds on to it, and Back leads to the one before. */
  show: (runId: string, pinned: boolean) => void;
}

/**
 * Which run is shown. Every visitor follows the flood under way, so that a class sees one race;
 * only a visitor who opened a past run stays with it until they ask for the live one.
 */
export function useStage(asked: string | null, latest: RunSummary | null, current: RunSummary | null): Stage {
  const [stage, setStage] = useState<Omit<Stage, 'show'>>({ runId: asked, pinned: asked !== null && asked !== latest?.id, opened: asked });
  const follow = current !== null && !stage.pinned && current.id !== stage.runId;
  if (follow) setStage({ runId: current.id, pinned: false, opened: null });

  const shown = useRef(stage.runId);
  useEffect(() => {
    shown.current = stage.runId;
    writeRun(stage.runId);
  }, [stage.runId]);
  useEffect(
    () =>
      onBackOrForward((address) => {
        const runId = address.get('run');
        // An entry of the same run is an earlier choice, which must not be overwritten.
        if (runId !== null) setStage({ runId, pinned: true, opened: runId === shown.current ? null : runId });
        // An entry from before the flood: the run on the stage stays, and the address says so again.
        else writeRun(shown.current);
      }),
    [],
  );
  const show = useCallback((runId: string, pinned: boolean) => {
    if (pinned) writeRun(runId, 'push');
    setStage({ runId, pinned, opened: pinned ? runId : null });
  }, []);
  return { ...stage, show };
}
