import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isLoopback } from '@/config/network-addresses';
import type { Settings } from '@/config/settings';

/** The cookie of whoever has logged in as the instructor. */
export const INSTRUCTOR_COOKIE = 'stampede_instructor';

/** A workshop's day. */
export const SESSION_S = 12 * 60 * 60;

/** Who is the instructor: whoever shows the token, or a cookie that was made with it. */
export interface Instructor {
  /** Whether there is a token at all; where there is none, nobody can be the instructor. */
  hasToken: boolean;
  isToken(shown: string): boolean;
  /** The value of a cookie that is good for `SESSION_S` from now: when it ends, and a proof of it. It does not hold the token. */
  session(nowMs: number): string;
  isSession(shown: string, nowMs: number): boolean;
}

const KEY = Symbol.for('stampede.instructor-token');
const shelf = globalThis as { [KEY]?: string };

/**
 * The token of this process: the one that it was given, as a launcher gives one. Where others can reach it and nobody gave one, as
 * in a container, it is made once; whoever starts the process tells it. Null on loopback without one.
 */
export function processToken({ instructorToken, host }: Pick<Settings, 'instructorToken' | 'host'>): string | null {
  if (instructorToken !== null || isLoopback(host)) return instructorToken;
  return (shelf[KEY] ??= randomBytes(18).toString('base64url'));
}

/** Sessions are proven by the token, so a new token ends them all. */
export function makeInstructor(token: string | null): Instructor {
  const key = createHash('sha256').update(`stampede session ${token ?? ''}`).digest();
  const proofOf = (endsMs: string): string => createHmac('sha256', key).update(endsMs).digest('base64url');
  return {
    hasToken: token !== null,
    isToken: (shown) => token !== null && isSame(shown, token),
    session: (nowMs) => {
      const endsMs = String(nowMs + SESSION_S * 1_000);
      return `${endsMs}.${proofOf(endsMs)}`;
    },
    isSession: (shown, nowMs) => {
      const [, endsMs, proof] = SESSION.exec(shown) ?? [];
      return token !== null && endsMs !== undefined && proof !== undefined && isSame(proof, proofOf(endsMs)) && Number(endsMs) > nowMs;
    },
  };
}

const SESSION = /^(\d{13})\.([\w-]{43})$/;

/** In a time that tells nothing of how much of it is right, nor of its length. */
const isSame = (shown: string, right: string): boolean => timingSafeEqual(digest(shown), digest(right));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
