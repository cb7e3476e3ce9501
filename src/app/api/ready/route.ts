import { webReadiness } from '@/runs/web-health';

export const dynamic = 'force-dynamic';

/** Whether a flood asked for now would be taken; false from the moment this process is told to stop. */
export async function GET(): Promise<Response> {
  const readiness = await webReadiness();
  return Response.json(readiness, { status: readiness.ready ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
