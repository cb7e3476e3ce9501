import { webRuntime } from '@/api/runtime/web-runtime';

/** Every request to the API: src/api has the table of its routes. */
const answer = (request: Request): Promise<Response> => webRuntime().api(request);

export const dynamic = 'force-dynamic';
export const runtime = 'nodejs';
export { answer as DELETE, answer as GET, answer as HEAD, answer as OPTIONS, answer as PATCH, answer as POST, answer as PUT };
