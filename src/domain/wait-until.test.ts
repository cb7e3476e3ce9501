import { describe, expect, it } from 'vitest';
import { waitUntil } from './wait-until';

describe('waiting for a condition', () => {
  it('asks until it is met and gives the answer, past answers that are no and questions that fail', async () => {
    const answers = [() => null, () => false as const, () => { throw new Error('not there yet'); }, () => undefined, () => 'here'];
    let asked = 0;
    expect(await waitUntil('it is here', () => answers[asked++]?.(), { every: 0 })).toBe('here');
    expect(asked).toBe(5);
  });

  it('takes 0 and an empty text for answers', async () => {
    expect(await waitUntil('a number', () => 0)).toBe(0);
    expect(await waitUntil('a text', async () => '')).toBe('');
  });

  it('asks at least once, and then says what was awaited and why the question failed last', async () => {
    let asked = 0;
    const ask = (): never => {
      asked += 1;
      throw new Error('connection refused');
    };
    await expect(waitUntil('Postgres answers', ask, { within: 0 })).rejects.toMatchObject({ message: 'Not met within 0 ms: Postgres answers', cause: { message: 'connection refused' } });
    expect(asked).toBe(1);
  });

  it('has no cause where the last answer was only no', async () => {
    let asked = 0;
    const ask = (): boolean => {
      asked += 1;
      if (asked === 1) throw new Error('long ago');
      return false;
    };
    const error: unknown = await waitUntil('it', ask, { within: 30, every: 1 }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: 'Not met within 30 ms: it' });
    expect((error as Error).cause).toBeUndefined();
  });

  it('ends with the reason of its signal, without asking again', async () => {
    const stop = new AbortController();
    let asked = 0;
    const waiting = waitUntil('never', () => { asked += 1; stop.abort(new Error('enough')); return false; }, { signal: stop.signal, every: 0 });
    await expect(waiting).rejects.toThrow('enough');
    expect(asked).toBe(1);
  });
});
