import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeInstructor, SESSION_S } from './instructor';

const NOW = 1_790_000_000_000;
const TOKEN = 'the-right-token-1';

describe('the instructor', () => {
  it('is a caller with exactly the token', () => {
    const instructor = makeInstructor(TOKEN);
    expect(instructor.isToken(TOKEN)).toBe(true);
    for (const wrong of ['', 'the-right-token-', `${TOKEN} `, TOKEN.toUpperCase(), `${TOKEN}\u0000`]) expect(instructor.isToken(wrong)).toBe(false);
  });

  it('is no caller if there is no token', () => {
    const instructor = makeInstructor(null);
    expect(instructor.hasToken).toBe(false);
    for (const shown of ['', 'null', 'undefined']) expect(instructor.isToken(shown)).toBe(false);
    expect(instructor.isSession(instructor.session(NOW), NOW)).toBe(false);
  });

  it('is a caller with a cookie that was made with this token, until it expires', () => {
    const instructor = makeInstructor(TOKEN);
    const cookie = instructor.session(NOW);
    expect(cookie).not.toContain(TOKEN);
    expect(instructor.isSession(cookie, NOW)).toBe(true);
    expect(instructor.isSession(cookie, NOW + SESSION_S * 1_000 - 1)).toBe(true);
    expect(instructor.isSession(cookie, NOW + SESSION_S * 1_000)).toBe(false);
    expect(makeInstructor('another-token-12').isSession(cookie, NOW)).toBe(false);
  });

  it('is no caller with a forged or prolonged cookie', () => {
    const instructor = makeInstructor(TOKEN);
    const [, proof = ''] = instructor.session(NOW).split('.');
    expect(instructor.isSession(`${NOW + 10 * SESSION_S * 1_000}.${proof}`, NOW)).toBe(false);
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 90 }), (made) => !instructor.isSession(made, NOW) && !instructor.isToken(made)));
  });
});
