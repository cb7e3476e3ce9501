import { readSettings } from '@/config/settings';
import { allMetrics } from '@/runs/all-metrics';

export const dynamic = 'force-dynamic';

const HEADERS = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' };

/** What web and shops count, for Prometheus, also while the database is away; a shop that does not answer is left out and shown as not up. */
export const GET = async (): Promise<Response> => new Response(await allMetrics(readSettings().shopUrls ?? []), { headers: HEADERS });
