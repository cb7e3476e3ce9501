import { basename, dirname } from 'node:path';

/**
 * Whether Stampede lies in a `node_modules`, as npm installs a package: then everything in it came built, nothing is written there,
 * and its packages lie beside it. Plain JavaScript, because the launcher asks before anything is bundled.
 * @param {string} root Stampede's folder
 */
export const isInstalledPackage = (root) => basename(dirname(root)) === 'node_modules';
