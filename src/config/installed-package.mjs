import { basename, dirname } from 'node:path';

/**
 * Whether Stampede is in a `node_modules`, as npm installs a package: then it is already built, nothing is written there,
 * and its packages are beside it. Plain JavaScript, because the launcher calls it before anything is bundled.
 * @param {string} root Stampede's folder
 */
export const isInstalledPackage = (root) => basename(dirname(root)) === 'node_modules';
