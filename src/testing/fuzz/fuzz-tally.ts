import Table from 'cli-table3';
import type { NoReply, RawReply } from './raw-request';

interface Line {
  requests: number;
  /** By hundreds: 2, 3 and 4. */
  classes: Map<number, number>;
  unavailable: number;
  other: number;
  slowestMs: number;
}

/** Counts of replies for each route. */
export class FuzzTally {
  readonly #lines = new Map<string, Line>();
  /** Products that were created by valid requests. */
  created = 0;

  get requests(): number {
    return [...this.#lines.values()].reduce((sum, { requests }) => sum + requests, 0);
  }

  /** How many were answered with a status in this hundred. */
  ofClass(hundreds: number): number {
    return [...this.#lines.values()].reduce((sum, { classes }) => sum + (classes.get(hundreds) ?? 0), 0);
  }

  labels(): string[] {
    return [...this.#lines.keys()];
  }

  note(label: string, reply: RawReply | NoReply, ms: number): void {
    const line = this.#lines.get(label) ?? { requests: 0, classes: new Map<number, number>(), unavailable: 0, other: 0, slowestMs: 0 };
    this.#lines.set(label, line);
    line.requests += 1;
    line.slowestMs = Math.max(line.slowestMs, ms);
    if (typeof reply === 'string') {
      line.other += 1;
      return;
    }
    const hundreds = Math.floor(reply.status / 100);
    if (reply.status === 503) line.unavailable += 1;
    else if (hundreds >= 2 && hundreds <= 4) line.classes.set(hundreds, (line.classes.get(hundreds) ?? 0) + 1);
    else line.other += 1;
  }

  /** `other`: no answer where none was due, and the HTTP parser's answers to unknown protocols. */
  table(): string {
    const table = new Table({ head: ['route', 'requests', '2xx', '3xx', '4xx', '503', 'other', 'slowest'], colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'right'], style: { head: [], border: [], compact: true } });
    for (const [label, { requests, classes, unavailable, other, slowestMs }] of [...this.#lines].sort(([a], [b]) => a.localeCompare(b))) {
      table.push([label, requests, classes.get(2) ?? 0, classes.get(3) ?? 0, classes.get(4) ?? 0, unavailable, other, `${Math.round(slowestMs)} ms`]);
    }
    return table.toString();
  }
}
