import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '@/config/settings';
import { startFileShops } from '@/services/file-shops';
import type { ProvidedServices } from '@/services/provide-services';
import type { ShopServers } from '@/services/shop-servers';
import { rebuildStrategyFile } from '@/strategy-files/load-files';
import { openedFilesPath, writeOpenedFiles, type OpenedFile } from '@/strategy-files/opened-files';
import type { StrategyFile } from '@/strategy-files/strategy-file';
import { StrategyFileError } from '@/strategy-files/strategy-file-error';

/** A saved file is seen within so long. Looked at by its path, because many editors save by putting a new file in its place. */
const LOOK_EVERY_MS = 200;

export interface ServedFiles {
  stop(): Promise<void>;
}

interface Served {
  opened: OpenedFile;
  shops: Pick<ShopServers, 'urls' | 'stop'>;
  /** Those of the build before: a flood that began in them ends in them. */
  before: Pick<ShopServers, 'urls' | 'stop'> | null;
}

/**
 * Starts shops for each file, writes down where they are for the web, and does so anew whenever a file is saved. A file that cannot be
 * run any more leaves the build before in force, with its fault beside it.
 */
export async function serveFiles(files: readonly StrategyFile[], settings: Settings, services: ProvidedServices, log: (line: string) => void): Promise<ServedFiles> {
  const { stateDir, poolSize, replicas, stepTimeoutMs } = settings;
  const startShops = (file: StrategyFile) =>
    startFileShops({
      count: replicas,
      firstPort: null,
      stateDir,
      databaseUrl: services.databaseUrl,
      redis: services.redis,
      poolSize,
      natsUrl: null,
      logName: `shop-of-${file.metadata.id}`,
      env: { STAMPEDE_STRATEGY_FILE: JSON.stringify(file) },
      answersWithinMs: stepTimeoutMs,
      onFailure: log,
    });
  const path = openedFilesPath(stateDir);
  const served: Served[] = [];
  // Grows also from one start to the next, so that a page that stayed open asks again.
  let revision = Date.now();
  let stopped = false;
  const write = (): void => writeOpenedFiles(path, { revision: (revision += 1), files: served.map(({ opened }) => opened) });

  const rebuild = async (own: Served): Promise<void> => {
    const { file, metadata } = own.opened;
    const others = served.filter((other) => other !== own).map(({ opened }) => opened);
    try {
      const source = readFileSync(file, 'utf8');
      const built = await rebuildStrategyFile(file, join(stateDir, 'strategies', String(revision)), others);
      const shops = await startShops(built);
      await own.before?.stop();
      own.before = own.shops;
      own.shops = shops;
      own.opened = { ...built, shopUrls: shops.urls, source, fault: null };
      log(`${built.metadata.id} was built anew from ${file}`);
    } catch (error) {
      const fault = error instanceof StrategyFileError ? error.faults.join('\n') : String(error);
      own.opened = { ...own.opened, fault };
      log(`${fault}\n${metadata.id} stays as it was built before.`);
    }
    if (!stopped) write();
  };

  // One after another: two that are saved together must not both take the same id.
  let queue: Promise<void> = Promise.resolve();
  const watched: string[] = [];
  const stop = async (): Promise<void> => {
    stopped = true;
    for (const file of watched) unwatchFile(file);
    await queue;
    await Promise.all(served.flatMap(({ shops, before }) => [shops.stop(), ...(before ? [before.stop()] : [])]));
    await rm(path, { force: true });
  };
  try {
    for (const file of files) {
      const shops = await startShops(file);
      served.push({ opened: { ...file, shopUrls: shops.urls, source: readFileSync(file.file, 'utf8'), fault: null }, shops, before: null });
    }
  } catch (error) {
    await stop();
    throw error;
  }
  write();
  for (const own of served) {
    const { file } = own.opened;
    watched.push(file);
    watchFile(file, { interval: LOOK_EVERY_MS }, (now) => {
      // Between the old file and the new one some editors have none.
      if (now.nlink > 0) queue = queue.then(() => rebuild(own));
    });
  }
  return { stop };
}
