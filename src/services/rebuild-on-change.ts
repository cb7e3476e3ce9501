import { watch } from 'node:fs';
import { join } from 'node:path';
import { builtId } from '@/config/build-id';
import { ensureBuild } from './bootstrap/ensure-build.mjs';
import type { ServiceLog } from './service-log';

/** Editors save in several writes. */
const SETTLE_MS = 80;

/**
 * Watches `src`, brings the bundles up to date as files change and calls `onNewBuild` after each build, one after the
 * other. A build that fails is logged, and the next edit triggers another. Returns a function that stops it.
 */
export function rebuildOnChange(root: string, log: ServiceLog, onNewBuild: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let last = builtId();
  let work = Promise.resolve();
  const rebuild = async () => {
    try {
      const id = await ensureBuild(root, log);
      if (id === last) return;
      last = id;
      await onNewBuild();
    } catch (error) {
      log(error instanceof Error ? error.message : String(error));
    }
  };
  const watcher = watch(join(root, 'src'), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      work = work.then(rebuild);
    }, SETTLE_MS);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
