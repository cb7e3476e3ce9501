import { expect, test } from 'vitest';
import { sseStream } from '@/streaming/sse-response';
import { makeAudience } from '../runtime/audience';
import { liveSource } from './live-source';

const never = new AbortController().signal;
const quietQueue = { current: () => null, onChange: () => () => undefined };

test('a page that hangs up without reading its messages is not counted any more', async () => {
  const audience = makeAudience();
  const counts: number[] = [];
  const leave = audience.join((count) => counts.push(count));
  const page = sseStream((gone) => liveSource(quietQueue, audience, gone), never, 60_000).getReader();
  // The first message is the stream's own; the source's messages after it are not read.
  await page.read();
  await expect.poll(() => counts).toEqual([1, 2]);
  await page.cancel();
  await expect.poll(() => counts).toEqual([1, 2, 1]);
  leave();
});
