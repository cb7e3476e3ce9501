import type { AimedFault, FaultReport } from '@/domain/fault';
import { FloodError } from '@/domain/flood-error';
import { waitUntil } from '@/domain/wait-until';
import { anotherSale, crowdAnswered, LANE_INJECTORS, type LaneContext, type LaneInjector } from './lane-injectors';
import { COMES_BACK_WITHIN_MS, isStopped } from './processes';
import { releaseShop, shopState } from './shop-control';

/** A moment that others wait for. */
interface Moment {
  reached: Promise<void>;
  open(): void;
}

function moment(): Moment {
  let open: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (open = resolve));
  return { reached, open };
}

export interface LaneFaultOptions {
  aimed: AimedFault;
  buyers: number;
  replicas: number;
  context: Omit<LaneContext, 'victim' | 'allAnswered'>;
  /** Milliseconds from the start of the lane. */
  elapsedMs: () => number;
}

/** Of the buyers whose reply is lost. */
const LOST_EVERY = 4;

/**
 * One fault in one lane. It aims at one buyer by its step, waits until that buyer is there, breaks what is to be
 * broken, and lets the rest of the crowd come in thirds: while it is broken, once it works again, and after.
 */
export class LaneFault {
  readonly #injector: LaneInjector;
  readonly #broken = moment();
  readonly #mended = moment();
  readonly #over = moment();
  readonly #victim: number;
  #victimAnswered = false;
  #answered = 0;
  /** Buyers that may have their answer by now, without the victim. */
  #letIn = 0;
  #report: FaultReport;
  #lost = 0;

  constructor(private readonly options: LaneFaultOptions) {
    const { aimed, buyers, replicas } = options;
    this.#injector = LANE_INJECTORS[aimed.info.name];
    this.#report = { name: aimed.info.name, step: aimed.step, struckMs: null, mendedMs: null, told: 'It never struck: no purchase reached the step that it was aimed at.' };
    // An early one, of the first replica; those before it show that the lane works. In a small crowd the last that can be.
    this.#victim = Math.min(2, Math.floor((buyers - 1) / replicas)) * replicas;
  }

  /** What the shop is to do in the purchase of this buyer; null for most. */
  orderFor(index: number): string | null {
    const { action } = this.#injector;
    const { step } = this.options.aimed;
    if (action === null || step === null) return null;
    const hit = action === 'lose' ? index % LOST_EVERY === 1 : index === this.#victim;
    return hit ? `${action}@${step}` : null;
  }

  /** Whether a buyer whose reply was lost asks again with a key. */
  get keyed(): boolean {
    return this.options.aimed.info.name === 'lose-replies-with-key';
  }

  /** Holds a buyer back until its part of the crowd may come: a third while it is broken, one when it works again, one after. */
  async admit(index: number): Promise<void> {
    // A buyer that is to be hit must find something to buy.
    if (this.#injector.action === 'lose' || index <= this.#victim) return;
    const third = Math.floor((3 * (index - this.#victim - 1)) / this.#others);
    await this.#broken.reached;
    if (third >= 1) await this.#mended.reached;
    if (third >= 2) await this.#over.reached;
  }

  /** Buyers that come after the injection. */
  get #others(): number {
    return Math.max(1, this.options.buyers - this.#victim - 1);
  }

  /** To be called at every answer. */
  answered(index: number): void {
    this.#answered += 1;
    if (index === this.#victim) this.#victimAnswered = true;
  }

  /** To be called when all buyers have an answer: a victim that is not where it was to be hit never will be. */
  crowdEnded(): void {
    this.#victimAnswered = true;
  }

  /** To be called at every reply that got lost. */
  lostReply(): void {
    this.#lost += 1;
    this.#report.struckMs ??= this.options.elapsedMs();
    this.#report.told = `${this.#lost} replies were lost, and their buyers asked again ${this.keyed ? 'with the same key' : 'without a key'}.`;
  }

  /** Carries the fault out from the first buyer to the last repair. Throws `FloodError` when what was broken does not come back. */
  async run(): Promise<void> {
    const { aimed, context } = this.options;
    const url = context.shopUrls[0] ?? '';
    try {
      if (this.#injector.action === 'lose') return;
      const before = await shopState(url);
      if (!before) throw new FloodError('service-missing', `The shop at ${url} cannot be made to fail; the fault was not injected. Start it with Stampede.`);
      const whole: LaneContext = { ...context, victim: { url, before }, allAnswered: () => this.#answered >= this.#letIn };
      try {
        if (await this.#victimStands(whole)) await this.#inject(whole);
      } finally {
        await this.#injector.mend?.(whole);
        await Promise.all(context.shopUrls.map(releaseShop));
        if (this.#report.struckMs !== null) this.#report.mendedMs = this.options.elapsedMs();
      }
    } catch (error) {
      if (context.signal.aborted) return;
      if (error instanceof FloodError) throw error;
      throw new FloodError('service-lost', `After the fault ${aimed.info.name} not everything came back. The lane cannot be judged; see "stampede services status", and repeat the flood.`, { cause: error });
    } finally {
      for (const each of [this.#broken, this.#mended, this.#over]) each.open();
    }
  }

  /** Waits until the victim has reached the step; false if it was answered without ever reaching it. */
  async #victimStands({ victim: { url, before }, signal }: LaneContext): Promise<boolean> {
    const { action } = this.#injector;
    if (action === null) return true;
    const isThere = async (): Promise<boolean> => {
      if (action === 'stop') return isStopped(before.pid);
      const now = await shopState(url);
      return action === 'kill' ? now?.pid !== before.pid : (now?.held ?? 0) > before.held;
    };
    await waitUntil('the victim has reached the step', async () => this.#victimAnswered || (await isThere()), { within: COMES_BACK_WITHIN_MS, every: 50, signal });
    return isThere();
  }

  async #inject(context: LaneContext): Promise<void> {
    const { before, inject, waitFor } = this.#injector;
    this.#report.struckMs = this.options.elapsedMs();
    await before?.(context);
    this.#letIn = this.#victim + Math.floor(this.#others / 3);
    this.#broken.open();
    this.#report.told = (await inject?.(context)) ?? '';
    this.#mended.open();
    this.#letIn = this.#victim + Math.floor((2 * this.#others) / 3);
    if (waitFor === 'crowd') await crowdAnswered(context);
    if (waitFor !== 'another sale') return;
    this.#report.told += (await anotherSale(context)) ? ' Others bought before it went on.' : ' No other buyer could buy before it went on.';
  }

  /** As far as it is known now. */
  report(): FaultReport {
    return { ...this.#report };
  }
}
