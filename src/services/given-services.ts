import { waitUntil } from '@/domain/wait-until';
import { askNats } from './nats-process';
import { askPostgres } from './postgres-process';
import { askRedis } from './redis-process';
import { ServiceMissingError } from './service-missing-error';
import { askShop } from './shop-health';

/** How long a service from the environment may take to answer: containers start together. */
const PATIENCE_MS = 5_000;

/** Waits until the given Postgres answers. Throws `ServiceMissingError` if it does not, or refuses the connection. */
export async function expectPostgres(url: string): Promise<void> {
  let reason = '';
  const answer = await waitUntil(
    'the given Postgres answers',
    async () => {
      const answer = await askPostgres(url);
      if (answer.kind !== 'ready') reason = answer.reason;
      return answer.kind === 'not-yet' ? null : answer;
    },
    { within: PATIENCE_MS, every: 200 },
  ).catch(() => null);
  if (answer?.kind === 'ready') return;
  throw new ServiceMissingError(
    'postgres',
    `The Postgres that DATABASE_URL names (${place(url)}) cannot be used: ${reason}. Nothing was changed. ` +
      'Start it, correct DATABASE_URL, or unset it and Stampede starts its own.',
  );
}

/** Null if every given Redis answers, else the reason as a sentence. */
export async function redisProblem(urls: readonly string[]): Promise<string | null> {
  let silent: string[] = [];
  const all = await waitUntil(
    'every given Redis answers',
    async () => {
      const answers = await Promise.all(urls.map(askRedis));
      silent = answers.flatMap((answer, i) => (typeof answer === 'string' ? [`${place(urls[i] ?? '')}: ${answer}`] : []));
      return silent.length === 0;
    },
    { within: PATIENCE_MS, every: 200 },
  ).catch(() => null);
  if (all !== null) return null;
  return (
    `Of the ${String(urls.length)} Redis that REDIS_URLS names, ${String(silent.length)} did not answer (${silent.join('; ')}). ` +
    'Start them, correct REDIS_URLS, or unset it and Stampede starts its own.'
  );
}

/**
 * Null if one of the given NATS servers answers and has JetStream, else the consequence, as a sentence. Nothing fails
 * without it: events wait in the outbox.
 */
export async function natsProblem(urls: string): Promise<string | null> {
  const places = urls.split(',').map((url) => new URL(url));
  const found = await waitUntil(
    'a given NATS answers',
    async () => {
      const answers = await Promise.all(places.map(({ hostname, port }) => askNats(hostname, Number(port || 4_222))));
      return answers.some((answer) => typeof answer !== 'string' && answer.jetstream);
    },
    { within: PATIENCE_MS, every: 200 },
  ).catch(() => null);
  if (found !== null) return null;
  return `No NATS with JetStream answers at NATS_URL (${places.map(({ host }) => host).join(', ')}). Purchases go on; their events wait in the outbox until one does.`;
}

/** Waits until the given shops answer. Throws `ServiceMissingError` when they are too few or do not. */
export async function expectShops(urls: readonly string[], count: number): Promise<void> {
  if (urls.length < count) {
    throw new ServiceMissingError(
      'shops',
      `The flood needs ${String(count)} replicas and SHOP_URLS names ${String(urls.length)}. Nothing was sold. ` +
        'Use fewer replicas, name more shops, or unset SHOP_URLS and Stampede starts its own.',
    );
  }
  let silent: string[] = [];
  const all = await waitUntil(
    'the given shops answer',
    async () => {
      const answers = await Promise.all(urls.map(askShop));
      silent = urls.filter((_, i) => answers[i]?.ok !== true);
      return silent.length === 0;
    },
    { within: PATIENCE_MS, every: 200 },
  ).catch(() => null);
  if (all !== null) return;
  throw new ServiceMissingError(
    'shops',
    `Of the shops that SHOP_URLS names, ${silent.join(' and ')} did not answer GET /health. Nothing was sold. ` +
      'Start them, or unset SHOP_URLS and Stampede starts its own.',
  );
}

/** Host and port of a URL, without the password that may be in it. */
const place = (url: string): string => new URL(url).host;
