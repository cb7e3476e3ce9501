import type { LabSetup, LabState } from '@/domain/lab';
import type { Move } from '@/domain/schedule';
import type { LabReply, LabRequests } from './lab-request';

/** The lab as the page has it. `refused`: it could not be opened; `closed`: it was, and is no more. */
export interface LabView {
  phase: 'opening' | 'open' | 'closed' | 'refused';
  /** The last that is known, also after it was closed. */
  lab: LabState | null;
  /** Between a press and the server's answer. */
  underWay: boolean;
  /** Why the last press did nothing, in a sentence. */
  refusal: string | null;
  /** When the lab closes without another move, on the clock of this player. */
  endsAtMs: number;
}

/** How often the lab is looked at while a move is under way: Postgres takes a second to end a deadlock, which should be visible. */
const LOOK_EVERY_MS = 150;

/** Why a press may not be carried out, in a sentence, asked when it is due; null when it may. */
export type Guard = (lab: LabState) => string | null;

/** Plays one lab after another. Presses are carried out one by one, in sequence; none is lost and none is made twice. */
export class LabPlayer {
  readonly #requests: LabRequests;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #view: LabView = { phase: 'opening', lab: null, underWay: false, refusal: null, endsAtMs: 0 };
  /** The lab that is played; presses for an earlier one are ignored. */
  #round = 0;
  #queue: Promise<unknown> = Promise.resolve();
  #pending = 0;

  constructor(requests: LabRequests, now: () => number = () => performance.now()) {
    this.#requests = requests;
    this.#now = now;
  }

  view = (): LabView => this.#view;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Opens a lab in place of the one that is open. */
  open(setup: LabSetup, schedule: string): Promise<void> {
    this.close();
    const round = this.#round;
    this.#show({ phase: 'opening', refusal: null });
    return this.#during(round, async () => {
      const reply = await this.#requests.open(setup, schedule);
      // The visitor has chosen another one meanwhile.
      if (round !== this.#round && reply.kind === 'lab') this.#requests.close(reply.lab.id);
      return reply;
    });
  }

  move(move: Move, guard: Guard = () => null): Promise<void> {
    return this.#inTurn(guard, (id) => this.#requests.move(id, move));
  }

  goTo(schedule: string): Promise<void> {
    return this.#inTurn(() => null, (id) => this.#requests.goTo(id, schedule));
  }

  /** Whether the lab is still there. */
  look(): Promise<void> {
    return this.#inTurn(() => null, (id) => this.#requests.look(id));
  }

  /** Releases the sessions; what is known of the lab stays. */
  close(): void {
    this.#round += 1;
    this.#queue = Promise.resolve();
    this.#pending = 0;
    const { lab, phase } = this.#view;
    if (lab && phase === 'open') this.#requests.close(lab.id);
    this.#show({ phase: 'closed', underWay: false });
  }

  #inTurn(guard: Guard, work: (id: string) => Promise<LabReply>): Promise<void> {
    const round = this.#round;
    const done = this.#queue.then(async () => {
      const { lab, phase } = this.#view;
      if (round !== this.#round || phase !== 'open' || !lab) return;
      const reason = guard(lab);
      if (reason !== null) {
        this.#show({ refusal: reason });
        return;
      }
      await this.#during(round, () => work(lab.id));
    });
    this.#queue = done;
    return done;
  }

  async #during(round: number, work: () => Promise<LabReply>): Promise<void> {
    this.#pending += 1;
    this.#show({ underWay: true });
    const looking = setInterval(() => void this.#lookMeanwhile(round), LOOK_EVERY_MS);
    try {
      const reply = await work();
      clearInterval(looking);
      if (round === this.#round) this.#take(reply);
    } catch (error) {
      if (round !== this.#round) return;
      const refusal = error instanceof Error ? error.message : String(error);
      this.#show(this.#view.phase === 'opening' ? { phase: 'refused', refusal } : { refusal });
    } finally {
      clearInterval(looking);
      if (round === this.#round) {
        this.#pending -= 1;
        this.#show({ underWay: this.#pending > 0 });
      }
    }
  }

  #take(reply: LabReply): void {
    if (reply.kind === 'closed') this.#show({ phase: 'closed', refusal: null });
    else this.#show({ phase: 'open', lab: reply.lab, refusal: null, endsAtMs: this.#now() + reply.leftMs });
  }

  async #lookMeanwhile(round: number): Promise<void> {
    const { lab, phase } = this.#view;
    if (!lab || phase !== 'open') return;
    const reply = await this.#requests.look(lab.id).catch(() => null);
    // Too late: the answer to the press is newer.
    if (round !== this.#round || !this.#view.underWay || this.#view.lab !== lab || reply?.kind !== 'lab') return;
    this.#show({ lab: reply.lab });
  }

  #show(change: Partial<LabView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}
