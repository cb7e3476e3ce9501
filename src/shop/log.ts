import pino, { type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from '@/config/settings';

export type Log = Logger;

/** Drizzle puts the values of a statement into its message, which may include an idempotency key or a buyer's name. */
const VALUES = /\nparams: [^\n]*/g;

/**
 * The log of a process: one JSON object a line on stdout, or wherever `to` leads. Callers name the fields to log:
 * headers, bodies and queries of a request are never among them.
 */
export function openLog({ name, level }: { name: string; level: LogLevel }, to?: DestinationStream): Log {
  const options = {
    level,
    base: { process: name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: errorForLog },
  };
  // Synchronously: the last line before a crash is the one that matters.
  return pino(options, to ?? pino.destination({ dest: 1, sync: true }));
}

interface LoggedError {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: LoggedError;
}

/** What went wrong and where, with its causes, and without the values of a statement. */
export function errorForLog(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error).slice(0, 1_000) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const stack = error.stack === undefined ? {} : { stack: withoutValues(error.stack) };
  const cause = error.cause === undefined || depth > 4 ? {} : { cause: errorForLog(error.cause, depth + 1) };
  return { type: error.name, message: withoutValues(error.message), ...code, ...stack, ...cause };
}

const withoutValues = (text: string): string => text.replace(VALUES, '\nparams: (not logged)');
