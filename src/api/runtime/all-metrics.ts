import { request } from 'undici';
import { metricsText } from '@/shop/metrics';

const PATIENCE_MS = 1_000;

/** The metrics of this process and of every shop, distinguished by the label `replica`: `web`, then the shops from 1. */
export async function allMetrics(shopUrls: readonly string[]): Promise<string> {
  const [own, ...shops] = await Promise.all([metricsText(), ...shopUrls.map(shopMetrics)]);
  const up = shops.map((text, index) => `stampede_shop_up{replica="${index + 1}"} ${text === null ? 0 : 1}`);
  const asked = ['# HELP stampede_shop_up Whether a shop sent its metrics within a second.', '# TYPE stampede_shop_up gauge', ...up].join('\n');
  const shown = shops.flatMap((text, index) => (text === null ? [] : [withReplica(text, String(index + 1))]));
  return mergeMetrics([withReplica(own, 'web'), ...shown, asked]);
}

async function shopMetrics(shopUrl: string): Promise<string | null> {
  try {
    const { statusCode, body } = await request(`${shopUrl}/metrics`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const text = await body.text();
    return statusCode === 200 ? text : null;
  } catch {
    return null;
  }
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(\{?)/;

/** Adds the label to every sample. */
export function withReplica(text: string, replica: string): string {
  const labelled = (line: string): string =>
    line.startsWith('#') ? line : line.replace(SAMPLE, (_all, name: string, brace: string) => `${name}{replica="${replica}"${brace === '' ? '}' : ','}`);
  return text.split('\n').map(labelled).join('\n');
}

/** Merges several expositions: each metric has its HELP and TYPE once, followed by all its samples, as the format requires. */
export function mergeMetrics(texts: readonly string[]): string {
  const metrics = new Map<string, { head: string[]; samples: string[] }>();
  for (const text of texts) {
    let name = '';
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const [, word, metric = ''] = /^# (HELP|TYPE) (\S+)/.exec(line) ?? [];
      if (word !== undefined) name = metric;
      let block = metrics.get(name);
      if (!block) metrics.set(name, (block = { head: [], samples: [] }));
      if (word === undefined) block.samples.push(line);
      else if (!block.head.some((head) => head.startsWith(`# ${word} `))) block.head.push(line);
    }
  }
  return `${[...metrics.values()].flatMap(({ head, samples }) => [...head, ...samples]).join('\n')}\n`;
}
