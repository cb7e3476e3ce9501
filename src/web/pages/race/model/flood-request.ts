import type { FloodPlan } from '@/domain/plan';
import type { RunSummary } from '@/domain/run-event';

/** Asks the server for a flood. Throws an Error with a sentence for the visitor when it refuses or cannot be reached. */
export async function askForFlood(plan: FloodPlan): Promise<RunSummary> {
  const response = await call('/api/floods', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(plan),
  });
  return (await response.json()) as RunSummary;
}

/** Cancels a flood; one that has just ended by itself is as good as cancelled. */
export async function cancelFlood(runId: string): Promise<void> {
  await call(`/api/floods/${encodeURIComponent(runId)}`, { method: 'DELETE' }, [404]);
}

async function call(url: string, init: RequestInit, fine: readonly number[] = []): Promise<Response> {
  const response = await fetch(url, init).catch((cause: unknown) => {
    throw new Error('The server cannot be reached, so no flood was started. Check that it runs, then press again.', { cause });
  });
  if (response.ok || fine.includes(response.status)) return response;
  throw new Error(await refusalOf(response));
}

async function refusalOf(response: Response): Promise<string> {
  try {
    const body = (await response.json()) as { error?: { message?: string } };
    return body.error?.message ?? `The server refused (${response.status}); no flood was started.`;
  } catch {
    return `The server refused (${response.status}); no flood was started.`;
  }
}
