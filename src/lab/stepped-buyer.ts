import type { LabStep, LabWait } from '@/domain/lab';
import type { Observation, Outcome, PurchaseRequest, StepRecord } from '@/domain/purchase';
import type { BuyerName } from '@/domain/schedule';
import { traitsOf, type Step } from '@/domain/step';
import { Shop } from '@/kit/shop';
import type { PurchaseStores } from '@/kit/stores';
import { purchaseOnce } from '@/kit/purchase-once';
import { recordingSeam, type Seam } from '@/kit/seam';
import type { Strategy } from '@/kit/strategy';

/**
 * Where a buyer is. `ready`: before a step, and it is not its turn. `busy`: in the middle of one. `asking`: it found a lock of
 * the application's own taken, and will ask again when the lab says so.
 */
export type BuyerStatus = 'ready' | 'busy' | 'asking' | 'ended';

/** The lab was closed, or begins anew: the purchase goes no further. */
export class PurchaseAbandoned extends Error {
  constructor() {
    super('This purchase was abandoned; what it had not committed is rolled back.');
    this.name = 'PurchaseAbandoned';
  }
}

export interface SteppedBuyerOptions {
  name: BuyerName;
  strategy: Strategy;
  request: PurchaseRequest;
  stores: PurchaseStores;
  /** Called whenever its status has changed. */
  onChange: () => void;
}

/** A step as it goes on; `sql` grows while it runs. */
type RunningStep = { -readonly [K in keyof LabStep]: LabStep[K] } & { sql: string[] };

/** Never decides anything: no deadline is ever reached, and a pause takes no time. */
const STANDSTILL = (): number => 0;
const NO_JITTER = (): number => 0.5;

/** One purchase, whose every step waits for its turn. The strategy is the one that is flooded, unchanged. */
export class SteppedBuyer {
  readonly name: BuyerName;
  readonly steps: RunningStep[] = [];
  status: BuyerStatus = 'busy';
  /** The step that it takes next. */
  next: Step | null = null;
  outcome: Outcome | null = null;
  /** What it ended with instead of an outcome: a bug, or a lost dependency. */
  error: unknown = null;
  /** It lost a round and paused: another buyer should move before it does. */
  backedOff = false;
  readonly context: Shop;
  /** Resolves when the purchase has come to its end, however it did. */
  readonly ended: Promise<void>;

  readonly #onChange: () => void;
  #resume: { go: () => void; stop: () => void } | null = null;
  #asksAgain = false;
  #abandoned = false;
  #move = 0;

  constructor({ name, strategy, request, stores, onChange }: SteppedBuyerOptions) {
    this.name = name;
    this.#onChange = onChange;
    this.context = new Shop({ seam: this.#seam(), stores, request, thinkMs: 0, locates: strategy.file !== undefined });
    this.ended = purchaseOnce(strategy, this.context).then(
      (outcome) => this.#end(outcome, null),
      (error: unknown) => this.#end(null, error),
    );
  }

  /** The step that was taken last. */
  get current(): RunningStep | null {
    return this.steps.at(-1) ?? null;
  }

  /** Takes its next step. `move` is the position in the schedule. */
  take(move: number): void {
    this.#move = move;
    this.#goOn();
  }

  /** Another buyer has moved: the lock may be free by now. */
  askAgain(): void {
    this.#asksAgain = true;
    this.#goOn();
  }

  /** Goes no further; resolves when whatever it held is given back. A statement that waits inside Postgres is waited for. */
  async abandon(): Promise<void> {
    this.#abandoned = true;
    this.#resume?.stop();
    await this.ended;
  }

  /** A statement of this buyer was sent. */
  noteStatement(sql: string): void {
    if (this.status === 'busy') this.current?.sql.push(sql);
  }

  #seam(): Seam {
    const record: StepRecord[] = [];
    const recorder = recordingSeam(STANDSTILL, NO_JITTER, record);
    return {
      run: async (step, effect) => {
        // Not a move: in a lab every buyer has a connection of its own.
        if (!traitsOf(step).scheduled) return effect();
        if (!this.#asksAgain) await this.#turn(step);
        this.#asksAgain = false;
        try {
          const result = await recorder.run(step, effect);
          this.#done('done', record.at(-1)?.observed ?? null);
          return result;
        } catch (error) {
          this.#done('failed', record.at(-1)?.observed ?? null);
          throw error;
        }
      },
      pass: async ({ kind }) => {
        if (kind === 'back-off') this.backedOff = true;
        if (kind === 'wait') await this.#untilAsked();
      },
      pipelines: false,
      now: STANDSTILL,
      random: NO_JITTER,
    };
  }

  async #turn({ kind, name }: Step): Promise<void> {
    this.next = { kind, name };
    await this.#stand('ready');
    this.next = null;
    this.steps.push({ kind, name, sql: [], status: 'waiting', observed: null, wait: null, move: this.#move });
  }

  /** What came of the last try was that the lock is taken. */
  async #untilAsked(): Promise<void> {
    const step = this.current;
    if (step) Object.assign(step, { status: 'waiting', observed: null, wait: APPLICATION_LOCK });
    await this.#stand('asking');
  }

  #stand(status: 'ready' | 'asking'): Promise<void> {
    if (this.#abandoned) throw new PurchaseAbandoned();
    return new Promise((resolve, reject) => {
      this.#resume = { go: resolve, stop: () => reject(new PurchaseAbandoned()) };
      this.#change(status);
    });
  }

  #goOn(): void {
    const resume = this.#resume;
    if (!resume) throw new Error(`Buyer ${this.name} cannot move: it is ${this.status}.`);
    this.#resume = null;
    this.#change('busy');
    resume.go();
  }

  #done(status: 'done' | 'failed', observed: Observation): void {
    if (this.current) Object.assign(this.current, { status, observed });
  }

  #end(outcome: Outcome | null, error: unknown): void {
    this.outcome = outcome;
    this.error = error;
    this.#change('ended');
  }

  #change(status: BuyerStatus): void {
    this.status = status;
    this.#onChange();
  }
}

const APPLICATION_LOCK: LabWait = { kind: 'application' };
