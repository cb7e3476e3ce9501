import { readFileSync, unwatchFile, watchFile, type Stats } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Settings } from '@/config/settings';
import { startFileShops } from '@/services/file-shops';
import type { ProvidedServices } from '@/services/provide-services';
import type { ShopServers } from '@/services/shop-servers';
import { rebuildStrategyFile, type LoadedFile } from '@/strategy-files/load-files';
import { openedFilesPath, writeOpenedFiles, type OpenedFile } from '@/strategy-files/opened-files';
import type { StrategyFile } from '@/strategy-files/strategy-file';
import { StrategyFileError } from '@/strategy-files/strategy-file-error';

/** A saved file is noticed within this time. It is polled by path, because many editors save by replacing the file. */
const LOOK_EVERY_MS = 200;

export interface ServedFiles {
  stop(): Promise<void>;
}

interface Served {
  opened: OpenedFile;
  shops: Pick<ShopServers, 'urls' | 'stop'>;
  /** The shops of the previous build: a flood that began in them ends in them. */
  before: Pick<ShopServers, 'urls' | 'stop'> | null;
  /** The file and its neighbours, each with the way to stop watching it. */
  watched: Map<string, () => void>;
}

/**
 * Starts shops for each file, writes their addresses for the web, and does so again whenever the file or one that it imports is saved. A file that cannot be
 * run any more leaves the previous build in use, with the error beside it.
 */
export async function serveFiles(files: readonly LoadedFile[], settings: Settings, services: ProvidedServices, log: (line: string) => void): Promise<ServedFiles> {
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
  const builds = join(stateDir, 'strategies');
  const served: Served[] = [];
  // Grows from one start to the next as well, so that a page that stayed open reloads the list.
  let revision = Date.now();
  let stopped = false;
  const write = (): void => writeOpenedFiles(path, { revision: (revision += 1), files: served.map(({ opened }) => opened) });

  const rebuild = async (own: Served): Promise<void> => {
    const { file, metadata } = own.opened;
    const others = served.filter((other) => other !== own).map(({ opened }) => opened);
    try {
      const source = readFileSync(file, 'utf8');
      const { sources, ...built } = await rebuildStrategyFile(file, join(builds, String(revision)), others);
      const shops = await startShops(built);
      await own.before?.stop();
      own.before = own.shops;
      own.shops = shops;
      watch(own, sources);
      own.opened = { ...built, shopUrls: shops.urls, source, fault: null };
      log(`${built.metadata.id} was rebuilt from ${file}`);
    } catch (error) {
      const fault = error instanceof StrategyFileError ? error.faults.join('\n') : String(error);
      own.opened = { ...own.opened, fault };
      // Where it may be mended: in a file that the last build did not have, or in one that is not there yet.
      if (error instanceof StrategyFileError) watch(own, [...own.watched.keys(), ...error.files, dirname(file)]);
      log(`${fault}\n${metadata.id} stays as it was last built.`);
    }
    if (!stopped) write();
  };

  // One after another: two files saved at the same time must not both take the same id.
  let queue: Promise<void> = Promise.resolve();
  const watch = (own: Served, sources: readonly string[]): void => {
    const paths = new Set([own.opened.file, ...sources]);
    for (const [path, unwatch] of own.watched) {
      if (paths.has(path)) continue;
      unwatch();
      own.watched.delete(path);
    }
    for (const path of paths) {
      if (own.watched.has(path)) continue;
      const onChange = (now: Stats): void => {
        // Some editors delete the old file before they write the new one.
        if (now.nlink > 0) queue = queue.then(() => rebuild(own));
      };
      watchFile(path, { interval: LOOK_EVERY_MS }, onChange);
      own.watched.set(path, () => unwatchFile(path, onChange));
    }
  };
  const stop = async (): Promise<void> => {
    stopped = true;
    for (const { watched } of served) for (const unwatch of watched.values()) unwatch();
    await queue;
    await Promise.all(served.flatMap(({ shops, before }) => [shops.stop(), ...(before ? [before.stop()] : [])]));
    await rm(path, { force: true });
    await removeBuilds(builds);
  };
  await removeBuilds(builds);
  try {
    for (const { sources, ...file } of files) {
      const shops = await startShops(file);
      const own: Served = { opened: { ...file, shopUrls: shops.urls, source: readFileSync(file.file, 'utf8'), fault: null }, shops, before: null, watched: new Map() };
      served.push(own);
      watch(own, sources);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  write();
  return { stop };
}

/** Each save leaves a folder with its build, named for its revision. Those of one launcher are of no use to the next. */
async function removeBuilds(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(names.filter((name) => /^\d+$/.test(name)).map((name) => rm(join(folder, name), { recursive: true, force: true })));
}
