/** A request that took longer than the threshold. */
export interface SlowRequest {
  /** ISO 8601. */
  at: string;
  requestId: string;
  method: string;
  /** Without its query. */
  path: string;
  status: number;
  durationMs: number;
  /** Where it was answered, when not by the web. */
  replica?: string;
}

/** As many as somebody reads. */
const KEPT = 100;

const KEY = Symbol.for('stampede.slow-requests');
const shelf = globalThis as { [KEY]?: SlowRequest[] };

/** Remembers it; the oldest is forgotten. */
export function noteSlow(request: SlowRequest): void {
  const ring = (shelf[KEY] ??= []);
  ring.push(request);
  if (ring.length > KEPT) ring.shift();
}

/** The newest first. */
export const slowRequests = (): SlowRequest[] => [...(shelf[KEY] ?? [])].reverse();
