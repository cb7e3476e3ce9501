import { connect, type Socket } from 'node:net';
import { poll } from '@/flood/poll';
import { NOTHING_STRUCK, type ChaosField, type Struck } from './context';
import { residentMb, withPeak } from '../process-memory';
import { StockWatcher } from './stock-watcher';

/** An open stream may cost so much, its socket, its reader and its share of the poll; measured: about 0.1 MB. */
const MB_PER_WATCHER = 0.3;
/** What a web that works uses more or less of from one moment to the next, before its garbage is collected. */
const NOISE_MB = 120;
const SEEN_WITHIN_MS = 30_000;
const ANSWER_WITHIN_MS = 10_000;

/**
 * Twice as many streams as a class has pages: all of them see the end of the sale, and a second round as large as the first
 * needs no more memory than it, so the first was given back.
 */
export async function manyWatchers(field: ChaosField): Promise<Struck> {
  const { sandbox, sales, numbers, signal } = field;
  const webUrl = sandbox.webUrl ?? '';
  const pid = sandbox.pids.web() ?? 0;
  const before = await residentMb(pid);
  // As many streams as asked for, until the work with them is done.
  const round = (work: (watchers: readonly StockWatcher[]) => Promise<number>): Promise<{ result: { blind: number; late: number }; peakMb: number }> =>
    withPeak(pid, async () => {
      const watchers = Array.from({ length: numbers.watchers }, (_, index) => new StockWatcher(webUrl, sales[index % sales.length]?.productId ?? 0));
      try {
        const blind = await StockWatcher.all(watchers, ({ stock }) => stock !== null, SEEN_WITHIN_MS, signal);
        return { blind, late: await work(watchers) };
      } finally {
        for (const watcher of watchers) watcher.close();
        // A web that is busy with so many farewells takes its time; whether it comes back is asked at the end of every row.
        await poll(async () => answersSoon(webUrl), ANSWER_WITHIN_MS, signal).catch(() => undefined);
      }
    });
  const first = await round(async () => 0);
  const second = await round(async (watchers) => ((await field.rush()) ? StockWatcher.all(watchers, ({ stock }) => stock === 0, SEEN_WITHIN_MS, signal) : 0));
  const blind = first.result.blind + second.result.blind;
  const { late } = second.result;
  const [firstPeak, secondPeak] = [first.peakMb, second.peakMb];
  const allowed = before + numbers.watchers * MB_PER_WATCHER + NOISE_MB;
  return {
    ...NOTHING_STRUCK,
    struck: 2 * numbers.watchers,
    broken: [
      ...(blind > 0 ? [`${blind} of ${2 * numbers.watchers} open streams were told no stock at all.`] : []),
      ...(late > 0 ? [`${late} of ${numbers.watchers} watchers did not see the shelf run empty.`] : []),
      ...(Math.max(firstPeak, secondPeak) > allowed ? [`The web grew from ${before} to ${Math.max(firstPeak, secondPeak)} MB under ${numbers.watchers} watchers, beyond the ${allowed} MB that it may.`] : []),
      ...(secondPeak > firstPeak + NOISE_MB ? [`The web did not give back what the first watchers cost: ${firstPeak} MB with them, ${secondPeak} MB with as many again.`] : []),
    ],
    notes: [`memory of the web: ${before} MB before, ${firstPeak} MB with ${numbers.watchers} watchers, ${secondPeak} MB with as many again, ${await residentMb(pid)} MB after them`],
  };
}

/** Sockets on which nobody ever reads: streams of stock and of news, and large replies asked for again and again. */
export async function slowReaders(field: ChaosField): Promise<Struck> {
  const { sandbox, sales, numbers, signal } = field;
  const webUrl = sandbox.webUrl ?? '';
  const pid = sandbox.pids.web() ?? 0;
  const before = await residentMb(pid);
  const asked = ['/api/strategies', '/api/live', ...sales.map(({ productId }) => `/api/stock/${productId}/events`)];
  const sockets = Array.from({ length: numbers.slowReaders }, (_, index) => unread(webUrl, asked[index % asked.length] ?? '/'));
  const watchers = sales.map(({ productId }) => new StockWatcher(webUrl, productId));
  let slowest = 0;
  const answered = setInterval(() => {
    const asks = performance.now();
    void answersSoon(webUrl).then((ok) => {
      slowest = Math.max(slowest, ok ? performance.now() - asks : Number.POSITIVE_INFINITY);
    });
  }, 250);
  try {
    const { result: late, peakMb: peak } = await withPeak(pid, async () => ((await field.rush()) ? StockWatcher.all(watchers, ({ stock }) => stock === 0, SEEN_WITHIN_MS, signal) : 0));
    clearInterval(answered);
    const allowed = before + numbers.slowReaders + NOISE_MB;
    return {
      ...NOTHING_STRUCK,
      struck: sockets.length,
      broken: [
        ...(late > 0 ? [`${late} watchers who read did not see the shelf run empty beside those who do not.`] : []),
        ...(peak > allowed ? [`The web grew from ${before} to ${peak} MB for ${sockets.length} readers that read nothing, beyond the ${allowed} MB that it may.`] : []),
      ],
      // The machine may be as slow for other reasons.
      undecided: slowest > ANSWER_WITHIN_MS ? [`The web did not answer others within ${ANSWER_WITHIN_MS / 1_000} s.`] : [],
      notes: [`memory of the web: ${before} MB before, ${peak} MB at most; others had their answer ${Number.isFinite(slowest) ? `within ${Math.round(slowest)} ms` : 'late'}`],
    };
  } finally {
    clearInterval(answered);
    for (const socket of sockets) socket.destroy();
    for (const watcher of watchers) watcher.close();
  }
}

/** Of one unread socket, one behind the other: more than the system and Node keep of a large reply. */
const ASKED = 4;

/** Asks, and never takes an answer from the system. */
function unread(webUrl: string, path: string): Socket {
  const { hostname, port } = new URL(webUrl);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => undefined);
  socket.pause();
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`.repeat(ASKED));
  return socket;
}

async function answersSoon(webUrl: string): Promise<boolean> {
  try {
    const response = await fetch(`${webUrl}/api/faults`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
