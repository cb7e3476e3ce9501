import { DEFAULT_LAB, LAB_LIMITS, type LabSetup } from '@/domain/lab';
import type { Lesson } from '@/domain/lesson';
import { BUYER_NAMES, isBuyer, parseSchedule } from '@/domain/schedule';
import { listed } from '@/web/parts/words/format';

/** What is played: a lesson's setup with its name, or one of the visitor's own. */
export interface LabChoice {
  setup: LabSetup;
  lesson: string | null;
  /** A token that is followed move by move, as of a purchase that was recorded; absent where there is none. */
  path?: string | undefined;
}

/** What an address asks for, and one sentence for each part that is not available here. */
export interface AskedLab {
  choice: LabChoice;
  schedule: string;
  faults: string[];
}

export interface LabNames {
  strategies: readonly string[];
  lessons: readonly Lesson[];
}

const NUMBERS = ['buyers', 'stock', 'quantity', 'replicas'] as const;
/** Always in a link, so that the link says what it shows. */
const ALWAYS: ReadonlySet<string> = new Set(['buyers', 'stock']);

/** Reads an address. A part that is not available keeps the value of the lesson or the default lab, and is reported. */
export function readLabAddress(query: URLSearchParams, { strategies, lessons }: LabNames): AskedLab {
  const faults: string[] = [];
  const name = query.get('lesson');
  const lesson = lessons.find((candidate) => candidate.name === name) ?? null;
  if (name !== null && lesson === null) faults.push(`There is no lesson '${short(name)}'; this is free play.`);
  const setup: LabSetup = { ...(lesson?.setup ?? DEFAULT_LAB) };

  const strategy = query.get('strategy');
  if (strategy !== null && strategies.includes(strategy)) setup.strategy = strategy;
  else if (strategy !== null) faults.push(`There is no strategy '${short(strategy)}'; this lab plays ${setup.strategy}.`);
  for (const field of NUMBERS) {
    const text = query.get(field);
    if (text === null) continue;
    const { min, max } = LAB_LIMITS[field];
    if (/^\d{1,6}$/.test(text) && Number(text) >= min && Number(text) <= max) setup[field] = Number(text);
    else faults.push(`${field}=${short(text)} is not a whole number from ${min} to ${max}; this lab has ${setup[field]}.`);
  }

  const follows = lesson !== null && sameSetup(setup, lesson.setup);
  if (lesson !== null && !follows) faults.push(`The lesson '${lesson.title}' differs from what the address says; this is free play.`);
  const schedule = query.get('schedule') ?? '';
  const reason = scheduleFault(schedule, setup.buyers);
  if (reason !== null) faults.push(`The schedule cannot be played, because ${reason}. The lab is at its beginning.`);
  const path = query.get('path') ?? '';
  const noPath = scheduleFault(path, setup.buyers);
  if (noPath !== null) faults.push(`The path cannot be followed, because ${noPath}. This is free play.`);
  const followed = path !== '' && noPath === null && !follows ? { path } : {};
  return { choice: { setup, lesson: follows ? lesson.name : null, ...followed }, schedule: reason === null ? schedule : '', faults };
}

/** The query of a link to the same place. */
export function queryOfLab({ setup, lesson, path }: LabChoice, schedule: string): URLSearchParams {
  const query = new URLSearchParams();
  if (lesson !== null) query.set('lesson', lesson);
  query.set('strategy', setup.strategy);
  for (const field of NUMBERS) if (ALWAYS.has(field) || setup[field] !== DEFAULT_LAB[field]) query.set(field, String(setup[field]));
  if (path !== undefined) query.set('path', path);
  if (schedule !== '') query.set('schedule', schedule);
  return query;
}

export const sameSetup = (one: LabSetup, other: LabSetup): boolean => one.strategy === other.strategy && NUMBERS.every((field) => one[field] === other[field]);

/** Why a schedule cannot be played by so many buyers; null when it can. */
function scheduleFault(schedule: string, buyers: number): string | null {
  const moves = parseSchedule(schedule);
  if (typeof moves === 'string') return moves;
  const present = BUYER_NAMES.slice(0, buyers);
  const stranger = moves.filter(isBuyer).find((buyer) => !present.includes(buyer));
  return stranger === undefined ? null : `it moves buyer ${stranger}, and this lab has ${listed(present)}`;
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
