import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '@/config/project-root';
import { readSettings } from '@/config/settings';
import { cliContext } from './cli-context';
import { registerBench } from './commands/bench';
import { registerChaos } from './commands/chaos';
import { registerCheck } from './commands/check';
import { registerDb } from './commands/db';
import { registerDev } from './commands/dev';
import { registerExplore } from './commands/explore';
import { registerExport } from './commands/export';
import { registerExportLoad } from './commands/export-load';
import { registerFlood } from './commands/flood';
import { registerInit } from './commands/init';
import { registerLab } from './commands/lab';
import { registerLastItem } from './commands/last-item';
import { registerList } from './commands/list';
import { registerMatrix } from './commands/matrix';
import { registerMigrate } from './commands/migrate';
import { registerOpen } from './commands/open';
import { registerReset } from './commands/reset';
import { registerServices } from './commands/services';
import { registerSpec } from './commands/spec';
import { registerStart } from './commands/start';
import { endOnUnexpected, runCli, type RegisterCommand } from './run-cli';

/** Every command, in the order of the help. */
const COMMANDS: readonly RegisterCommand[] = [
  registerStart,
  registerOpen,
  registerDev,
  registerFlood,
  registerLastItem,
  registerCheck,
  registerMatrix,
  registerChaos,
  registerExplore,
  registerLab,
  registerSpec,
  registerExport,
  registerExportLoad,
  registerList,
  registerInit,
  registerReset,
  registerBench,
  registerDb,
  registerMigrate,
  registerServices,
];

const manifest = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string };

const context = cliContext(readSettings);
endOnUnexpected(context);
await runCli(process.argv.slice(2), COMMANDS, manifest.version, context);
