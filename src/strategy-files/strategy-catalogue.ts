import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { projectRoot } from '@/config/project-root';
import { purchasePath, type StrategyInfo } from '@/domain/strategy';
import { knownStrategies, strategyFile, VARIANTS } from '@/strategies/registry';
import type { OpenedFile } from './opened-files';
import type { Strategy } from '@/kit/strategy';

/** Every strategy with the text of the file that runs. `redisUnavailable` is the reason why there is no Redis, or null; `opened` are the strategies served from files. */
export async function strategyCatalogue(redisUnavailable: string | null, opened: readonly OpenedFile[] = []): Promise<StrategyInfo[]> {
  const [strategies, variants] = await Promise.all([knownStrategies().filter(({ id }) => !id.includes(':')), VARIANTS].map((entries) => infoOf(entries, redisUnavailable, opened)));
  return (strategies ?? []).map((info) => ({ ...info, variants: (variants ?? []).filter(({ id }) => id.startsWith(`${info.id}:`)) }));
}

function infoOf(entries: readonly Strategy[], redisUnavailable: string | null, opened: readonly OpenedFile[]): Promise<StrategyInfo[]> {
  return Promise.all(
    entries.map(async ({ id, class: strategyClass, title, tagline, needs, idea, guarantee, cost, failureMode, isolationLevel }) => {
      const fileName = strategyFile(id);
      const own = opened.find(({ metadata }) => metadata.id === id);
      // The file itself may have been edited since it was built.
      const source = own?.source ?? await readFile(resolve(projectRoot(), fileName), 'utf8');
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
        ...(own && own.fault !== null ? { fault: own.fault } : {}),
        variants: [],
      };
    }),
  );
}
