import { reads } from '@/app/api/_lib/handle';
import { shopSource } from '@/app/api/_lib/stock-source';
import { drainingSignal } from '@/runs/shutdown';
import { sseResponse } from '@/streaming/sse-response';

/** Event `stock` with all that the shop sells, then with whatever changes. */
export const GET = reads(({ request, runtime }) => sseResponse((gone) => shopSource(runtime.storefront, gone), request.signal, drainingSignal()));
