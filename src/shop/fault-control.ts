import { spawn } from 'node:child_process';
import { BEFORE_THE_REPLY, isAimedAt } from '@/domain/fault';
import type { Step } from '@/domain/step';
import type { Loan, SessionPool } from '@/stores/postgres/session-pool';
import type { Seam } from '@/kit/seam';

/** What happens to a purchase after a step. `lose`: the answer is never sent. */
export type FaultAction = 'hold' | 'stop' | 'kill' | 'lose';

export interface FaultOrder {
  action: FaultAction;
  step: string;
}

const ORDER = /^(hold|stop|kill|lose)@(.{1,64})$/;

/** Reads `x-stampede-fault`, such as `kill@think`; null if it is not a valid instruction. */
export function readFaultOrder(header: string | null): FaultOrder | null {
  const [, action, step] = ORDER.exec(header ?? '') ?? [];
  return action && step ? { action: action as FaultAction, step } : null;
}

/** Longer than any lease, and longer than the flood that stopped the shop waits for another sale. */
const STANDS_STILL_AT_MOST_S = 20;

/** The flood that has stopped us may die before it resumes us; then this resumes us. */
function goOnAfter(seconds: number): void {
  spawn('/bin/sh', ['-c', `sleep ${seconds}; kill -CONT ${process.pid} 2>/dev/null`], { detached: true, stdio: 'ignore' }).unref();
}

/**
 * Faults that a shop injects into itself, exactly at a step, with a precision that is impossible from outside. Only a shop that
 * Stampede started for itself has one.
 */
export class FaultControl {
  readonly #held = new Set<() => void>();
  readonly #loans: Loan[] = [];

  constructor(private readonly pool: SessionPool) {}

  /** The seam of a purchase with an instruction, which is executed once, after the step that it is aimed at. */
  aim(seam: Seam, { action, step }: FaultOrder): Seam {
    let done = false;
    const after = async (taken: Step): Promise<void> => {
      if (done || !isAimedAt(step, taken)) return;
      done = true;
      await this.strike(action);
    };
    return {
      ...seam,
      // One by one, so that there is a gap between two statements.
      pipelines: false,
      run: async (taken, effect) => {
        const result = await seam.run(taken, effect);
        await after(taken);
        return result;
      },
      pass: async (taken, milliseconds) => {
        await seam.pass(taken, milliseconds);
        await after(taken);
      },
    };
  }

  /** The rest of the instruction at the end of the purchase: true if the answer must not be sent. */
  async beforeReply({ action, step }: FaultOrder): Promise<boolean> {
    if (step !== BEFORE_THE_REPLY) return false;
    await this.strike(action);
    return action === 'lose';
  }

  async strike(action: FaultAction): Promise<void> {
    if (action === 'hold') await new Promise<void>((release) => this.#held.add(release));
    // The process stops before this call returns, and continues from here when it is resumed.
    else if (action === 'stop') {
      goOnAfter(STANDS_STILL_AT_MOST_S);
      process.kill(process.pid, 'SIGSTOP');
    }
    else if (action === 'kill') process.kill(process.pid, 'SIGKILL');
  }

  /** Takes every connection of the pool, waiting for those in use. */
  async occupyPool(): Promise<void> {
    const wanted = this.pool.limit - this.#loans.length;
    await Promise.all(Array.from({ length: wanted }, async () => this.#loans.push(await this.pool.acquire())));
  }

  /** As if the pool had been opened with this many connections; null for its real size. */
  limitPool(connections: number | null): void {
    this.pool.limitTo(connections);
  }

  /** Lets every held purchase continue, and releases the pool. */
  async release(): Promise<void> {
    for (const go of this.#held) go();
    this.#held.clear();
    await Promise.all(this.#loans.splice(0).map((loan) => loan.giveBack(false)));
  }

  state(): { held: number; occupied: number; waiting: number; limit: number } {
    return { held: this.#held.size, occupied: this.#loans.length, waiting: this.pool.waiting, limit: this.pool.limit };
  }
}
