import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-root';

/** Put in place of the name by esbuild; absent under vitest and in Next. */
declare const STAMPEDE_BUILD_ID: string | undefined;

/**
 * The sources that this process was built from, as a sha256 in hex. Two processes with the same id run the same strategies.
 * Outside a bundle it is the id of the bundles on disk, or `unbuilt` when there are none.
 */
export function buildId(): string {
  if (typeof STAMPEDE_BUILD_ID === 'string') return STAMPEDE_BUILD_ID;
  return builtId();
}

/** The id of the bundles on disk now, which a rebuild changes under a running process; `unbuilt` when there are none. */
export function builtId(): string {
  try {
    return readFileSync(join(buildFolder(), 'build-id'), 'utf8').trim();
  } catch {
    return 'unbuilt';
  }
}

/** Where the bundles are: always inside the project, because they find their packages in its node_modules. */
export const buildFolder = (): string => join(projectRoot(), '.stampede', 'build');
