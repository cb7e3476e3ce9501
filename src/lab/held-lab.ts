import type { LabSetup } from '@/domain/lab';
import type { Move } from '@/domain/schedule';
import { ImpossibleMove } from './interleaving';
import type { LabSession, LabSnapshot } from './lab-session';
import { openLab, type LabStores } from './replay-schedule';

/** What the process that holds a lab is asked, one message a question. */
export type LabQuestion = { id: number } & ({ ask: 'snapshot' } | { ask: 'move'; move: Move } | { ask: 'go-to'; moves: readonly Move[] } | { ask: 'close' });

/** What it answers. `impossible`: nothing was done, and why. `error`: it failed. */
export interface LabAnswer {
  id: number;
  snapshot?: LabSnapshot;
  impossible?: string;
  error?: string;
}

/** Opens a lab in this process and answers questions about it until it is closed or its parent is gone. */
export async function holdLab(stores: LabStores, setup: LabSetup, signal: AbortSignal): Promise<void> {
  const session = await openLab(stores, setup, []);
  const send = (answer: LabAnswer): void => {
    if (process.connected) process.send?.(answer);
  };
  await new Promise<void>((done) => {
    signal.addEventListener('abort', () => done());
    process.on('message', (question: LabQuestion) => {
      void answerTo(session, question).then((answer) => {
        send(answer);
        if (question.ask === 'close') done();
      });
    });
    send({ id: 0 });
  });
  await session.close();
}

async function answerTo(session: LabSession, question: LabQuestion): Promise<LabAnswer> {
  const { id } = question;
  try {
    if (question.ask === 'move') await session.move(question.move);
    if (question.ask === 'go-to') await session.goTo(question.moves);
    return question.ask === 'snapshot' ? { id, snapshot: await session.snapshot() } : { id };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return error instanceof ImpossibleMove ? { id, impossible: message } : { id, error: message };
  }
}
