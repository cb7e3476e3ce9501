import { expect, it } from 'vitest';
import { waitUntil } from '@/domain/wait-until';
import { ReadersWriterLock } from './readers-writer-lock';

const nothing = (): Promise<void> => Promise.resolve();
const always = (): Promise<boolean> => Promise.resolve(true);

it('lets readers run concurrently, and a writer only when all of them are done', async () => {
  const lock = new ReadersWriterLock();
  const seen: string[] = [];
  const ends: (() => void)[] = [];
  const reader = (name: string) =>
    lock.read({ ready: always, prepare: nothing, work: () => new Promise<void>((end) => { seen.push(name); ends.push(end); }) });
  const first = reader('first');
  const second = reader('second');
  await waitUntil('both read', () => seen.length === 2);
  const writer = lock.read({ ready: () => Promise.resolve(false), prepare: async () => void seen.push('write'), work: async () => void seen.push('writer reads') });
  const behind = reader('behind the writer');
  ends[0]?.();
  await first;
  expect(seen).toEqual(['first', 'second']);
  ends[1]?.();
  await second;
  await writer;
  await waitUntil('the last one reads', () => ends.length === 3);
  ends[2]?.();
  await behind;
  expect(seen.slice(0, 3)).toEqual(['first', 'second', 'write']);
  expect(seen.slice(3).sort()).toEqual(['behind the writer', 'writer reads']);
});

it('goes on after a preparation or a reader that failed', async () => {
  const lock = new ReadersWriterLock();
  const broken = (): Promise<never> => Promise.reject(new Error('broken'));
  await expect(lock.read({ ready: () => Promise.resolve(false), prepare: broken, work: nothing })).rejects.toThrow('broken');
  await expect(lock.read({ ready: always, prepare: nothing, work: broken })).rejects.toThrow('broken');
  let prepared = false;
  await lock.read({ ready: () => Promise.resolve(false), prepare: async () => void (prepared = true), work: nothing });
  expect(prepared).toBe(true);
});
