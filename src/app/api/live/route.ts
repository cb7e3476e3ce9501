import { audience } from '@/app/api/_lib/audience';
import { reads } from '@/app/api/_lib/handle';
import { liveSource } from '@/app/api/_lib/live-source';
import { drainingSignal } from '@/runs/shutdown';
import { sseResponse } from '@/streaming/sse-response';

/** News for every open page: `run` (a summary, whenever one is queued, starts or ends) and `watching` ({ count }). */
export const GET = reads(({ request, runtime }) =>
  sseResponse((gone) => liveSource(runtime.desk, audience(), gone), request.signal, drainingSignal()),
);
