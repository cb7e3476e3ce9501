import { connect, type Socket } from 'node:net';
import { waitUntil } from '@/domain/wait-until';
import { residentMb, withPeak } from '../processes';
import { NOTHING_INJECTED, type ChaosContext, type InjectionResult } from './context';
import { answersWell } from './sandbox';
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
export async function manyWatchers(context: ChaosContext): Promise<InjectionResult> {
  const { sandbox, numbers: { watchers: count }, signal } = context;
  const pid = sandbox.pids.web() ?? 0;
  const before = await residentMb(pid);
  const round = (work: (watchers: readonly StockWatcher[]) => Promise<number>): Promise<{ result: { blind: number; late: number }; peakMb: number }> =>
    withPeak(pid, async () => {
      const seen = await StockWatcher.during(context, count, async (watchers) => {
        const blind = await StockWatcher.missing(watchers, ({ stock }) => stock !== null, SEEN_WITHIN_MS, signal);
        return { blind, late: await work(watchers) };
      });
      // A web that is busy with so many farewells takes its time; whether it comes back is asked at the end of every row.
      await waitUntil('the web answers', () => answersSoon(sandbox.webUrl), { within: ANSWER_WITHIN_MS, signal }).catch(() => undefined);
      return seen;
    });
  const first = await round(async () => 0);
  const second = await round((watchers) => StockWatcher.missingTheEnd(context, watchers, SEEN_WITHIN_MS));
  const blind = first.result.blind + second.result.blind;
  const { late } = second.result;
  const peak = Math.max(first.peakMb, second.peakMb);
  const allowed = before + count * MB_PER_WATCHER + NOISE_MB;
  return {
    ...NOTHING_INJECTED,
    injected: 2 * count,
    broken: [
      ...(blind > 0 ? [`${blind} of ${2 * count} open streams heard of no stock at all.`] : []),
      ...(late > 0 ? [`${late} of ${count} watchers did not see the stock run out.`] : []),
      ...(peak > allowed ? [`The web grew from ${before} to ${peak} MB under ${count} watchers, beyond the ${allowed} MB that it may.`] : []),
      ...(second.peakMb > first.peakMb + NOISE_MB ? [`The web did not give back what the first watchers cost: ${first.peakMb} MB with them, ${second.peakMb} MB with as many again.`] : []),
    ],
    notes: [`memory of the web: ${before} MB before, ${first.peakMb} MB with ${count} watchers, ${second.peakMb} MB with as many again, ${await residentMb(pid)} MB after them`],
  };
}

/** Sockets on which nothing is ever read: streams of stock and of news, and large replies asked for again and again. */
export async function slowReaders(context: ChaosContext): Promise<InjectionResult> {
  const { sandbox, sales, numbers } = context;
  const pid = sandbox.pids.web() ?? 0;
  const before = await residentMb(pid);
  const asked = ['/api/strategies', '/api/live', ...sales.map(({ productId }) => `/api/stock/${productId}/events`)];
  const sockets = Array.from({ length: numbers.slowReaders }, (_, index) => unread(sandbox.webUrl ?? '', asked[index % asked.length] ?? '/'));
  let slowest = 0;
  const asking = setInterval(() => {
    const asks = performance.now();
    void answersSoon(sandbox.webUrl).then((ok) => {
      slowest = Math.max(slowest, ok ? performance.now() - asks : Infinity);
    });
  }, 250);
  try {
    const { result: late, peakMb: peak } = await withPeak(pid, () =>
      StockWatcher.during(context, sales.length, (watchers) => StockWatcher.missingTheEnd(context, watchers, SEEN_WITHIN_MS)),
    );
    const allowed = before + numbers.slowReaders + NOISE_MB;
    return {
      ...NOTHING_INJECTED,
      injected: sockets.length,
      broken: [
        ...(late > 0 ? [`${late} watchers who read did not see the stock run out beside those who do not.`] : []),
        ...(peak > allowed ? [`The web grew from ${before} to ${peak} MB for ${sockets.length} readers that read nothing, beyond the ${allowed} MB that it may.`] : []),
      ],
      // The machine may be as slow for other reasons.
      undecided: slowest > ANSWER_WITHIN_MS ? [`The web did not answer others within ${ANSWER_WITHIN_MS / 1_000} s.`] : [],
      notes: [`memory of the web: ${before} MB before, ${peak} MB at most; others had their answer ${Number.isFinite(slowest) ? `within ${Math.round(slowest)} ms` : 'late'}`],
    };
  } finally {
    clearInterval(asking);
    for (const socket of sockets) socket.destroy();
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

const answersSoon = (webUrl: string | null): Promise<boolean> => answersWell(`${webUrl ?? ''}/api/faults`, ANSWER_WITHIN_MS);
