import type { MonotonicClock } from '@/domain/monotonic-clock';
import type { FloodPlan } from '@/domain/plan';
import { ARRIVAL_MODELS } from './arrivals';
import type { Buy } from './buy';
import { crowd, type Buyer } from './crowd';
import { Recorder } from './recorder';

export interface LaneRun {
  plan: FloodPlan;
  seed: number;
  buy: Buy;
  clock: MonotonicClock;
  signal: AbortSignal;
  /** Holds a buyer back before it leaves; by default none is held. */
  admit?: (buyer: Buyer) => Promise<void>;
  /** Called about six times a second while the lane runs. */
  onProgress: (recorder: Recorder, elapsedMs: number) => void;
}

const PROGRESS_EVERY_MS = 150;

/** Lets the crowd of one lane storm the shop, and settles when the last buyer has an answer. */
export async function floodLane({ plan, seed, buy, clock, signal, admit, onProgress }: LaneRun): Promise<{ recorder: Recorder; durationMs: number }> {
  const recorder = new Recorder(plan.stock);
  const startMs = clock();
  const send = async (buyer: Buyer, intendedAt: number): Promise<void> => {
    // Not awaited for nothing: a burst leaves in one turn.
    if (admit) await admit(buyer);
    // A buyer that was held back meant to come only now.
    const intendedMs = admit ? clock() - startMs : intendedAt - startMs;
    const invokedMs = clock() - startMs;
    recorder.depart({ intendedMs, invokedMs });
    const answer = await buy(buyer);
    const returnedMs = clock() - startMs;
    // The shops time their steps on the machine's clock; here everything counts from the start of the lane.
    const steps = answer.steps.map((step) => ({ ...step, startMs: step.startMs - startMs, endMs: step.endMs - startMs }));
    const { lostReplyMs, ...told } = answer;
    if (lostReplyMs !== undefined) recorder.lose(buyer, { intendedMs, invokedMs, returnedMs: lostReplyMs - startMs });
    recorder.arrive(buyer, { ...told, steps }, { intendedMs, invokedMs, returnedMs });
  };
  onProgress(recorder, 0);
  const timer = setInterval(() => onProgress(recorder, clock() - startMs), PROGRESS_EVERY_MS);
  try {
    await ARRIVAL_MODELS[plan.arrivals]({
      crowd: crowd(plan, seed),
      concurrency: plan.concurrency,
      startMs,
      clock,
      send,
      drop: () => {
        recorder.dropped += 1;
      },
      signal,
    });
  } finally {
    clearInterval(timer);
  }
  return { recorder, durationMs: clock() - startMs };
}
