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
  /** Which shop answered it; absent for the web. */
  replica?: string;
}

/** As many as an instructor will read. */
const KEPT = 100;

/** The newest slow requests. */
export class SlowRequests {
  readonly #kept: SlowRequest[] = [];

  /** Adds one, and drops the oldest. */
  note(request: SlowRequest): void {
    this.#kept.push(request);
    if (this.#kept.length > KEPT) this.#kept.shift();
  }

  /** The newest first. */
  list(): SlowRequest[] {
    return [...this.#kept].reverse();
  }
}
