/** What `npm pack` puts into the package besides the sources: the bundles, the page, and the types of the kit. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildTypes } from './build-types.mjs';
import './build-all.mjs';

buildTypes(join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..'));
