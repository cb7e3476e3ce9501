import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { projectRoot } from '@/config/project-root';
import { purchasePath, type StrategyInfo } from '@/domain/strategy';
import { knownStrategies, strategyFile, VARIANTS } from '@/strategies/registry';
import type { Strategy } from '@/kit/strategy';

/** Every strategy with the text of the file that runs. `redisUnavailable` is the reason why there is no Redis, or null. */
export async function strategyCatalogue(redisUnavailable: string | null): Promise<StrategyInfo[]> {
  const [strategies, variants] = await Promise.all([knownStrategies().filter(({ id }) => !id.includes(':')), VARIANTS].map((entries) => infoOf(entries, redisUnavailable)));
  return (strategies ?? []).map((info) => ({ ...info, variants: (variants ?? []).filter(({ id }) => id.startsWith(`${info.id}:`)) }));
}

function infoOf(entries: readonly Strategy[], redisUnavailable: string | null): Promise<StrategyInfo[]> {
  return Promise.all(
    entries.map(async ({ id, class: strategyClass, title, tagline, needs, idea, guarantee, cost, failureMode, isolationLevel }) => {
      const fileName = strategyFile(id);
      const source = await readFile(resolve(projectRoot(), fileName), 'utf8');
      return {
        id,
        class: strategyClass,
        title,
        tagline,
        needs,
        idea,
        guarantee,
        cost,
        failureMode,
        isolationLevel,
        endpoint: purchasePath(id, strategyClass),
        unavailable: needs.includes('redis') ? redisUnavailable : null,
        fileName,
        source,
        variants: [],
      };
    }),
  );
}
