import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isLoopback } from '@/config/network-addresses';
import type { Settings } from '@/config/settings';

/** The cookie of a browser that has logged in as the instructor. */
export const INSTRUCTOR_COOKIE = 'stampede_instructor';

/** The length of a workshop day. */
export const SESSION_S = 12 * 60 * 60;

/** Recognizes the instructor: a caller with the token, or with a cookie that was made with it. */
export interface Instructor {
  /** Whether there is a token at all; without one, no caller can be the instructor. */
  hasToken: boolean;
  isToken(shown: string): boolean;
  /** The value of a cookie that is valid for `SESSION_S` from now: its expiry, and a proof of it. It does not contain the token. */
  session(nowMs: number): string;
  isSession(shown: string, nowMs: number): boolean;
}

/**
 * The token of this process: the one from its environment, which a launcher sets. If others can reach the process and it has none, as
 * in a container, one is created, and the process has to print it. Null on loopback without one.
 */
export function processToken({ instructorToken, host }: Pick<Settings, 'instructorToken' | 'host'>): string | null {
  return instructorToken === null && !isLoopback(host) ? randomBytes(18).toString('base64url') : instructorToken;
}

/** Sessions are signed with the token, so a new token ends them all. */
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

/** Takes the same time however much of it is right and however long it is. */
const isSame = (shown: string, right: string): boolean => timingSafeEqual(digest(shown), digest(right));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
