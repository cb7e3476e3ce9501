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

/** As many as an instructor reads. */
const KEPT = 100;

/** The newest requests that took too long. */
export class SlowRequests {
  readonly #kept: SlowRequest[] = [];

  /** Remembers it; the oldest is forgotten. */
  note(request: SlowRequest): void {
    this.#kept.push(request);
    if (this.#kept.length > KEPT) this.#kept.shift();
  }

  /** The newest first. */
  list(): SlowRequest[] {
    return [...this.#kept].reverse();
  }
}
