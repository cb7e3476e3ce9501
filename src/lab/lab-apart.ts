import type { LabSetup } from '@/domain/lab';
import type { Move } from '@/domain/schedule';
import type { StrategyFile } from '@/strategy-files/strategy-file';
import type { LabAnswer, LabQuestion } from './held-lab';
import { ImpossibleMove } from './interleaving';
import type { LabSnapshot } from './lab-session';
import type { LabStores } from './replay-schedule';
import { LabProcessFailed, startLabProcess } from './spawn-explore';

/** A lab that is open, in this process or in one of its own. */
export interface OpenedLab {
  readonly setup: LabSetup;
  snapshot(): Promise<LabSnapshot>;
  /** Throws `ImpossibleMove`, and then nothing has happened. */
  move(move: Move): Promise<void>;
  goTo(moves: readonly Move[]): Promise<void>;
  close(): Promise<void>;
}

type Question = LabQuestion extends infer Q ? (Q extends { id: number } ? Omit<Q, 'id'> : never) : never;

/**
 * A lab of a strategy from a file, in a process of its own: its code may hang or end that process, and the caller lives on. One that gives
 * no sign of life for `silentMs` is ended. What is asked of a lab whose process has ended throws `LabProcessFailed`.
 */
export class LabApart implements OpenedLab {
  readonly setup: LabSetup;
  readonly #process: ReturnType<typeof startLabProcess>;
  readonly #waiting = new Map<number, { resolve: (answer: LabAnswer) => void; reject: (error: Error) => void }>();
  #asked = 0;
  #ended: LabProcessFailed | null = null;

  private constructor(setup: LabSetup, process: ReturnType<typeof startLabProcess>) {
    this.setup = setup;
    this.#process = process;
    // Its signs of life, and whatever the strategy writes there: a pipe that is not read would stop it.
    process.child.stdout?.on('data', process.sign);
    process.child.on('message', (answer: LabAnswer) => {
      this.#waiting.get(answer.id)?.resolve(answer);
      this.#waiting.delete(answer.id);
    });
    void process.ended.then((why) => {
      this.#ended = new LabProcessFailed(`The process of this lab ${why}. Nothing outside its scratch schema was changed. Open the lab again.`);
      for (const { reject } of this.#waiting.values()) reject(this.#ended);
    });
  }

  /** Resolves when the sessions are open and `moves` are made. */
  static async open({ databaseUrl, redisUrls }: LabStores, setup: LabSetup, moves: readonly Move[], strategyFile: StrategyFile, silentMs: number): Promise<LabApart> {
    const job = { kind: 'hold', databaseUrl, redisUrls: redisUrls === null ? null : [...redisUrls], setup, strategyFile } as const;
    const lab = new LabApart(setup, startLabProcess(job, silentMs));
    try {
      await lab.#answer(0);
      if (moves.length > 0) await lab.goTo(moves);
      return lab;
    } catch (error) {
      await lab.close();
      throw error;
    }
  }

  async snapshot(): Promise<LabSnapshot> {
    const { snapshot } = await this.#ask({ ask: 'snapshot' });
    if (snapshot === undefined) throw new LabProcessFailed('The process of this lab did not report its state. Open the lab again.');
    return snapshot;
  }

  async move(move: Move): Promise<void> {
    await this.#ask({ ask: 'move', move });
  }

  async goTo(moves: readonly Move[]): Promise<void> {
    await this.#ask({ ask: 'go-to', moves });
  }

  async close(): Promise<void> {
    if (this.#ended === null) await this.#ask({ ask: 'close' }).catch(() => undefined);
    await this.#process.ended;
  }

  async #ask(question: Question): Promise<LabAnswer> {
    if (this.#ended !== null) throw this.#ended;
    const id = (this.#asked += 1);
    const answered = this.#answer(id);
    // One that has ended just now says so by its end.
    this.#process.child.send({ ...question, id }, () => undefined);
    const answer = await answered;
    if (answer.impossible !== undefined && question.ask === 'move') throw new ImpossibleMove(question.move, answer.impossible);
    if (answer.error !== undefined) throw new LabProcessFailed(answer.error);
    return answer;
  }

  #answer(id: number): Promise<LabAnswer> {
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }
}
