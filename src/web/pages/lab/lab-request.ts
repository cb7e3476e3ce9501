import type { LabSetup, LabState } from '@/domain/lab';
import type { Move } from '@/domain/schedule';

/** What the server said: the lab as it is now, or that there is none of that id any more. */
export type LabReply = { kind: 'lab'; lab: LabState; leftMs: number } | { kind: 'closed' };

/** Calls of `/api/labs`. Each throws an Error with a sentence for the visitor when the server refuses or cannot be reached. */
export interface LabRequests {
  open(setup: LabSetup, schedule: string): Promise<LabReply>;
  move(id: string, move: Move): Promise<LabReply>;
  goTo(id: string, schedule: string): Promise<LabReply>;
  look(id: string): Promise<LabReply>;
  /** Also while the page is being left; the answer is not awaited. */
  close(id: string): void;
}

export const labRequests: LabRequests = {
  open: (setup, schedule) => call('', 'POST', { ...setup, schedule }),
  move: (id, move) => call(`/${id}/moves`, 'POST', { move }),
  goTo: (id, schedule) => call(`/${id}/schedule`, 'PUT', { schedule }),
  look: (id) => call(`/${id}`, 'GET'),
  close: (id) => void fetch(`/api/labs/${id}`, { method: 'DELETE', keepalive: true }).catch(() => undefined),
};

async function call(path: string, method: string, body?: unknown): Promise<LabReply> {
  const init = body === undefined ? { method } : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`/api/labs${path}`, init).catch((cause: unknown) => {
    throw new Error('The server cannot be reached. Check that it runs, then press again.', { cause });
  });
  if (response.status === 404) return { kind: 'closed' };
  if (!response.ok) throw new Error(await refusalOf(response));
  const lab = (await response.json()) as LabState;
  return { kind: 'lab', lab, leftMs: Date.parse(lab.expiresAt) - serverTime(response) };
}

/** The clock of a phone may be minutes off, so the server's own counts. */
const serverTime = (response: Response): number => Date.parse(response.headers.get('date') ?? '') || Date.now();

async function refusalOf(response: Response): Promise<string> {
  const otherwise = `The server refused (${response.status}); nothing was done.`;
  const body = (await response.json().catch(() => null)) as { error?: { message?: string } } | null;
  return body?.error?.message ?? otherwise;
}
