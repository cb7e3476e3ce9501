'use client';

import { useCallback, useEffect, useState } from 'react';
import type { RunSummary } from '@/domain/run-event';
import { writeRun } from '@/ui/model/page-address';

export interface Stage {
  runId: string | null;
  /** Somebody opened a past run on purpose: the page does not run after the crowd. */
  pinned: boolean;
  /** Shows a run; `pinned` holds on to it. */
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

  useEffect(() => writeRun(stage.runId), [stage.runId]);
  const show = useCallback((runId: string, pinned: boolean) => setStage({ runId, pinned }), []);
  return { ...stage, show };
}
