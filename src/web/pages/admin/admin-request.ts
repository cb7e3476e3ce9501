import { sessionStore } from '@/web/parts/session/session-store';

/** Calls the admin API. Throws an Error with a sentence when it refuses or cannot be reached; a log-in that is over ends the page's. */
export async function callAdmin<T>(path: string, init: { method?: string; body?: object; signal?: AbortSignal } = {}): Promise<T> {
  const { method = 'GET', body, signal = null } = init;
  const request: RequestInit = body === undefined ? { method, signal } : { method, signal, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`/api/admin${path}`, request).catch((cause: unknown) => {
    throw new Error(method === 'GET' ? 'The server does not answer at the moment.' : 'The server did not answer, so it is not known whether it was done. The numbers will show.', { cause });
  });
  if (response.status === 401) sessionStore.expired();
  if (!response.ok) throw new Error(await refusalOf(response));
  return (response.status === 204 ? null : await response.json()) as T;
}

async function refusalOf(response: Response): Promise<string> {
  const body = (await response.json().catch(() => null)) as { error?: { message?: string } } | null;
  return body?.error?.message ?? `The server refused (${response.status}).`;
}
