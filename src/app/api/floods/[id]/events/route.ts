import { reads } from '@/app/api/_lib/handle';
import { Problem } from '@/app/api/_lib/problem';
import { runIdOf } from '@/app/api/_lib/run-id';
import { runSource } from '@/app/api/_lib/run-source';
import { drainingSignal } from '@/runs/shutdown';
import { resumePoint } from '@/streaming/sse';
import { sseResponse } from '@/streaming/sse-response';

/** The events of a run from the start, or from where the reader was; closes after `finished` or `failed`. */
export const GET = reads<{ id: string }>(async ({ request, params, runtime }) => {
  const id = runIdOf(params);
  const stop = new AbortController();
  request.signal.addEventListener('abort', () => stop.abort(), { once: true });
  const events = await runtime.desk.follow(id, resumePoint(request), stop.signal);
  if (!events) throw new Problem('not_found', `There is no run ${id}.`);
  return sseResponse((gone) => {
    gone.addEventListener('abort', () => stop.abort(), { once: true });
    return runSource(events);
  }, request.signal, drainingSignal());
});
