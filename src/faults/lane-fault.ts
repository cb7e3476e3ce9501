import type { AimedFault, FaultReport } from '@/domain/fault';
import { FloodError } from '@/flood/flood-error';
import { poll } from '@/flood/poll';
import { crowdHasAnswers, INJECTIONS, othersHaveBought, type FaultField, type Injection } from './lane-injectors';
import { isStopped, releaseShop, shopState } from './shop-control';

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
  field: Omit<FaultField, 'victim' | 'everybodyAnswered'>;
  /** Milliseconds from the start of the lane. */
  elapsedMs: () => number;
}

/** Of the buyers whose reply is lost. */
const LOST_EVERY = 4;

/**
 * One fault in one lane. It aims at one buyer by its step, waits until that buyer stands there, breaks what is to be
 * broken, and lets the rest of the crowd come in thirds: while it is broken, once it works again, and after.
 */
export class LaneFault {
  readonly #injection: Injection;
  readonly #struck = moment();
  readonly #mended = moment();
  readonly #over = moment();
  readonly #victim: number;
  #victimAnswered = false;
  #answered = 0;
  /** Buyers that may have their answer by now, without the victim. */
  #letIn = 0;
  #told = 'It never struck: no purchase came to the step that it was aimed at.';
  #struckMs: number | null = null;
  #mendedMs: number | null = null;
  #lost = 0;

  constructor(private readonly options: LaneFaultOptions) {
    const { aimed, replicas } = options;
    const injection = INJECTIONS[aimed.info.name];
    if (!injection) throw new FloodError('internal', `Nobody knows how to inject ${aimed.info.name}. Nothing was sold.`);
    this.#injection = injection;
    // An early one, of the first replica; those before it show that the lane works. In a small crowd the last that can be.
    this.#victim = Math.min(2, Math.floor((options.buyers - 1) / replicas)) * replicas;
  }

  /** What the shop is told with the purchase of this buyer; null for most. */
  orderFor(index: number): string | null {
    const { action } = this.#injection;
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
    // Whoever is to be hit must find something to buy.
    if (this.#injection.action === 'lose' || index <= this.#victim) return;
    const third = Math.floor((3 * (index - this.#victim - 1)) / this.#others);
    await this.#struck.reached;
    if (third >= 1) await this.#mended.reached;
    if (third >= 2) await this.#over.reached;
  }

  /** Buyers that come when it has struck. */
  get #others(): number {
    return Math.max(1, this.options.buyers - this.#victim - 1);
  }

  /** To be told of every answer. */
  answered(index: number): void {
    this.#answered += 1;
    if (index === this.#victim) this.#victimAnswered = true;
  }

  /** To be told when everybody has an answer: whoever stands nowhere by now never will. */
  crowdEnded(): void {
    this.#victimAnswered = true;
  }

  /** To be told of every reply that got lost. */
  lostReply(): void {
    this.#lost += 1;
    this.#struckMs ??= this.options.elapsedMs();
    this.#told = `${this.#lost} replies were lost, and their buyers asked again ${this.keyed ? 'with the same key' : 'without a key'}.`;
  }

  /** Carries the fault out from the first buyer to the last repair. Throws `FloodError` when what was broken does not come back. */
  async run(): Promise<void> {
    const { aimed, field } = this.options;
    const url = field.shopUrls[0] ?? '';
    try {
      if (this.#injection.action === 'lose') return;
      const before = await shopState(url);
      if (!before) throw new FloodError('service-missing', `The shop at ${url} takes no orders to fail; the fault was not injected. Start it with Stampede.`);
      const whole: FaultField = { ...field, victim: { url, before }, everybodyAnswered: () => this.#answered >= this.#letIn };
      try {
        if (await this.#victimStands(whole)) await this.#strike(whole);
      } finally {
        await this.#injection.mend?.(whole);
        await Promise.all(field.shopUrls.map(releaseShop));
        if (this.#struckMs !== null) this.#mendedMs = this.options.elapsedMs();
      }
    } catch (error) {
      if (field.signal.aborted) return;
      if (error instanceof FloodError) throw error;
      throw new FloodError('service-lost', `After the fault ${aimed.info.name} not everything came back. The lane cannot be judged; see "stampede services status", and repeat the flood.`, { cause: error });
    } finally {
      for (const each of [this.#struck, this.#mended, this.#over]) each.open();
    }
  }

  /** Waits until the victim stands where it is to be hit; false when it was answered without ever coming there. */
  async #victimStands({ victim: { url, before } }: FaultField): Promise<boolean> {
    const { action } = this.#injection;
    if (action === null) return true;
    const stands = async (): Promise<boolean> => {
      if (action === 'stop') return isStopped(before.pid);
      const now = await shopState(url);
      return action === 'kill' ? now?.pid !== before.pid : (now?.held ?? 0) > before.held;
    };
    await poll(async () => this.#victimAnswered || (await stands()), STANDS_WITHIN_MS, this.options.field.signal);
    return stands();
  }

  async #strike(field: FaultField): Promise<void> {
    this.#struckMs = this.options.elapsedMs();
    await this.#injection.before?.(field);
    this.#letIn = this.#victim + Math.floor(this.#others / 3);
    this.#struck.open();
    this.#told = (await this.#injection.strike?.(field)) ?? '';
    this.#mended.open();
    const { waitFor } = this.#injection;
    this.#letIn = this.#victim + Math.floor((2 * this.#others) / 3);
    if (waitFor === 'crowd') await crowdHasAnswers(field);
    if (waitFor !== 'somebody') return;
    const bought = await othersHaveBought(field);
    this.#told += bought ? ' Others bought before it went on.' : ' Nobody could buy before it went on.';
  }

  /** As far as it is known now. */
  report(): FaultReport {
    const { aimed } = this.options;
    return { name: aimed.info.name, step: aimed.step, struckMs: this.#struckMs, mendedMs: this.#mendedMs, told: this.#told };
  }
}

const STANDS_WITHIN_MS = 30_000;
