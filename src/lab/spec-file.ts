import type { LabSetup, LabStep } from '@/domain/lab';
import { setupLine } from './transcript';
import type { LabSnapshot } from './lab-session';

/** What a spec begins with: the statements that make the tables and fill them. */
export interface SpecSetup {
  statements: readonly string[];
}

interface SpecStep {
  session: string;
  name: string;
  sql: string;
  /** Its place in the permutation: the move that it comes with, and its place in that move. */
  at: readonly [move: number, place: number];
}

/**
 * A schedule as a file for PostgreSQL's isolation tester: a session a buyer, a step a statement with the values that it
 * was sent with, and the order as its one permutation. Steps outside Postgres are left out: the order is what it was because
 * of them, and here it is written down. Source: PostgreSQL, src/test/isolation/README.
 */
export function specFile(lab: Pick<LabSnapshot, 'setup' | 'schedule' | 'moves' | 'buyers'>, { statements }: SpecSetup): string {
  const steps = lab.buyers.flatMap((buyer) => buyer.steps.flatMap((step, index) => specSteps(buyer.name, step, index, finishedAt(lab.moves, buyer.name, step))));
  const victims = lab.buyers.filter((buyer) => buyer.steps.some(({ observed }) => observed?.sqlstate === DEADLOCK)).map(({ name }) => name);
  const sessions = lab.buyers.map(({ name, status }) => {
    const patience = victims.length === 0 ? [] : [`setup\n${block([`set deadlock_timeout = '${victims.includes(name) ? '100ms' : '60s'}';`])}`];
    return sessionBlock(`buyer_${name}`, patience, steps.filter(({ session }) => session === name), status === 'ended');
  });
  const order = [...steps].sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1]).map(({ name }) => name);
  return [
    ...comment(lab.setup, lab.schedule),
    'setup',
    block(statements.map((statement) => `${statement};`)),
    '',
    'teardown',
    block([`drop table ${tablesOf(statements).join(', ')} cascade;`]),
    '',
    ...sessions,
    `permutation ${order.join(' ')}`,
    '',
  ].join('\n');
}

/** Of sessions that wait for each other, the one that looks for such a ring first is the one that Postgres ends. */
const DEADLOCK = '40P01';

const comment = (setup: LabSetup, schedule: string): string[] => [
  `# ${setupLine(setup)}`,
  `# schedule ${schedule}`,
  '# The statements are those of the strategy, with the values that each buyer had worked out from what it had read,',
  '# and without the time of the order among what they return.',
  '',
];

/** A step that waited ended with another buyer's move; what it sent after that belongs there. */
function finishedAt(moves: LabSnapshot['moves'], buyer: string, step: LabStep): number {
  const found = moves.findIndex(({ events }, index) => index > step.move && events.some((event) => event.kind === 'goes-on' && event.buyer === buyer && event.step === step.name));
  return step.wait === null || found < 0 ? step.move : found;
}

function specSteps(buyer: string, step: LabStep, index: number, finished: number): SpecStep[] {
  const base = `${buyer.toLowerCase()}${index + 1}_${step.name.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`;
  return step.sql.map((sql, place) => ({
    session: buyer,
    name: place === 0 ? base : `${base}_${place + 1}`,
    sql: withoutBraces(withoutTimes(sql)),
    at: [place === 0 ? step.move : finished, place],
  }));
}

/** A session that has not ended may hold locks that the teardown would wait for. */
function sessionBlock(name: string, patience: readonly string[], steps: readonly SpecStep[], ended: boolean): string {
  const teardown = ended || steps.length === 0 ? [] : [`teardown\n${block(['rollback;'])}`];
  return [`session ${name}`, ...patience, ...steps.map((step) => `step ${step.name}\n${block(terminated(step.sql))}`), ...teardown, ''].join('\n');
}

/** A semicolon at the end of a comment would be part of it. */
function terminated(sql: string): string[] {
  const lines = sql.split('\n');
  return lines.at(-1)?.includes('--') ? [...lines, ';'] : [...lines.slice(0, -1), `${lines.at(-1) ?? ''};`];
}

const block = (lines: readonly string[]): string => ['{', ...lines.map((line) => `  ${line}`.trimEnd()), '}'].join('\n');

/** What differs each time that it is run would make no transcript to compare with. */
const withoutTimes = (sql: string): string => sql.replace(/^(\s*(?:returning|select) .*), created_at\b/gm, '$1');

/** Braces end a step in that language, so a literal with one in it is put together from characters. */
function withoutBraces(sql: string): string {
  return sql.replace(/'(?:[^']|'')*'/g, (literal) => {
    if (!/[{}]/.test(literal)) return literal;
    const parts = literal.slice(1, -1).split(/([{}])/).filter((part) => part !== '');
    return `(${parts.map((part) => (part === '{' ? 'chr(123)' : part === '}' ? 'chr(125)' : `'${part}'`)).join(' || ')})`;
  });
}

const tablesOf = (statements: readonly string[]): string[] => statements.flatMap((statement) => /^create table "?(\w+)"?/i.exec(statement.trim())?.[1] ?? []);
