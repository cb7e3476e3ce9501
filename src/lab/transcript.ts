import type { LabMove, LabSetup, LabVerdict } from '@/domain/lab';
import { eventWords } from '@/domain/lab-words';

const STEP_WIDTH = 44;

/** A schedule as text, one line per event; the same schedule on the same setup gives the same lines. */
export function transcript(setup: LabSetup, moves: readonly LabMove[], verdict: LabVerdict | null): string[] {
  const lines = [setupLine(setup), `schedule ${moves.map(({ move }) => move).join('.')}`, ''];
  moves.forEach(({ events }, index) => events.forEach((event, place) => lines.push(line(place === 0 ? String(index + 1) : '', event))));
  if (verdict) {
    lines.push('', `${verdict.verdict}: ${verdict.sentence}`);
    if (verdict.findings.length > 0) lines.push(verdict.findings.map(({ anomaly, count }) => `${anomaly} ${count}`).join(', '));
  }
  return lines;
}

export const setupLine = ({ strategy, buyers, stock, quantity, replicas }: LabSetup): string =>
  `${strategy}: ${buyers} buyers in ${replicas === 1 ? 'one process' : `${replicas} processes`}, ${stock} in stock${quantity === 1 ? '' : `, ${quantity} each`}`;

function line(number: string, event: LabMove['events'][number]): string {
  const [who, step] = event.kind === 'time-passed' ? ['T', 'time passes'] : [event.buyer, event.kind === 'ended' ? '=>' : event.step];
  return `${number.padStart(3)}  ${who}  ${step.padEnd(STEP_WIDTH)}  ${eventWords(event)}`.trimEnd();
}
