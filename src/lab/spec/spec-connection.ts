import type { BackendMessage, WireConnection } from '@/stores/postgres/wire/wire-connection';
import { fullReport, shortReport } from './report-text';
import { resultLines } from './result-lines';
import type { PlannedStep } from './spec';

type Notification = Extract<BackendMessage, { kind: 'notification' }>;

/** What a setup or teardown came to: the lines of its last result, or why it failed. */
export type Executed = { kind: 'done'; lines: string[] } | { kind: 'failed'; reason: string };

const LOST = 'server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.';

/**
 * One session of a spec on its connection. Messages are taken only when the session is asked, in the places where libpq would
 * take them: so notices stand in a transcript where PostgreSQL's tester prints them.
 */
export class SpecConnection {
  /** The step that runs, or that ran and is reported to wait still. */
  active: PlannedStep | null = null;
  noticeCount = 0;
  readonly #notifications: Notification[] = [];
  readonly #held: BackendMessage[] = [];
  #sent = '';

  /** `onNotice` gets each notice in full. */
  constructor(
    readonly name: string,
    readonly wire: WireConnection,
    readonly onNotice: (text: string) => void,
  ) {}

  send(sql: string): void {
    this.#sent = sql;
    this.wire.send(sql);
  }

  /** Whether all that was sent is answered. Takes the notices that came before the first answer. */
  isAnswered(): boolean {
    const { inbox } = this.wire;
    while (inbox.length > 0 && !this.#hasAnswer) {
      const message = inbox.shift();
      if (message !== undefined && !this.#tookAside(message)) this.#held.push(message);
    }
    this.#takeAsides();
    return this.wire.isClosed || [...this.#held, ...inbox].some(({ kind }) => kind === 'ready');
  }

  /** Takes the answer: a line or more for each result and error of it, in order. To be called once `isAnswered`. */
  takeAnswer(print: (line: string) => void): void {
    let columns: readonly string[] | null = null;
    let rows: (readonly (string | null)[])[] = [];
    for (;;) {
      const message = this.#held.shift() ?? this.wire.inbox.shift();
      if (message === undefined) {
        print(`${LOST}\n`);
        break;
      }
      if (message.kind === 'ready') break;
      if (this.#tookAside(message)) continue;
      // The notices right behind a result are taken with it, before it is shown.
      if (ANSWERS.has(message.kind)) this.#takeAsides();
      if (message.kind === 'row-description') columns = message.columns;
      else if (message.kind === 'row') rows.push(message.values);
      else if (message.kind === 'error') print(shortReport(message.report));
      else if (message.kind === 'copy') print(`unexpected result status: ${message.status}`);
      else if (message.kind === 'complete') {
        if (columns !== null) resultLines(columns, rows).forEach(print);
        columns = null;
        rows = [];
      }
    }
    // What came behind the answer.
    this.#takeAsides();
  }

  /** Notifications since the last time, in order. */
  takeNotifications(): Notification[] {
    return this.#notifications.splice(0);
  }

  /** Runs a setup or teardown to its end, and gives its last result. */
  async execute(sql: string): Promise<Executed> {
    this.#takeAsides();
    this.send(sql);
    while (!this.wire.inbox.some(({ kind }) => kind === 'ready') && !this.wire.isClosed) await this.wire.arrival(1_000);
    let executed: Executed = { kind: 'failed', reason: LOST };
    let columns: readonly string[] = [];
    let rows: (readonly (string | null)[])[] = [];
    for (let message = this.wire.inbox.shift(); message !== undefined && message.kind !== 'ready'; message = this.wire.inbox.shift()) {
      if (this.#tookAside(message)) continue;
      if (message.kind === 'row-description') columns = message.columns;
      else if (message.kind === 'row') rows.push(message.values);
      else if (message.kind === 'error') executed = { kind: 'failed', reason: fullReport(message.report, sql, 'error') };
      // An empty query is refused without a word, as PostgreSQL's tester does.
      else if (message.kind === 'empty') executed = { kind: 'failed', reason: '' };
      else if (message.kind === 'complete') {
        executed = { kind: 'done', lines: resultLines(columns, rows) };
        columns = [];
        rows = [];
      }
    }
    return executed;
  }

  /** Takes the notices and notifications that are next. */
  #takeAsides(): void {
    for (let next = this.wire.inbox[0]; next !== undefined && this.#tookAside(next); next = this.wire.inbox[0]) this.wire.inbox.shift();
  }

  get #hasAnswer(): boolean {
    return this.#held.some(({ kind }) => ANSWERS.has(kind));
  }

  #tookAside(message: BackendMessage): boolean {
    if (message.kind === 'notification') this.#notifications.push(message);
    else if (message.kind === 'notice') {
      this.noticeCount += 1;
      this.onNotice(fullReport(message.report, this.#sent, 'notice'));
    } else return false;
    return true;
  }
}

/** What ends a result: up to the first one, libpq takes notices as they come. */
const ANSWERS: ReadonlySet<BackendMessage['kind']> = new Set<BackendMessage['kind']>(['complete', 'empty', 'error', 'copy', 'ready']);
