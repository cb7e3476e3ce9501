import { readSettings } from '@/config/settings';
import { openLog, type Log } from '@/shop/log';

const KEY = Symbol.for('stampede.web-log');
const shelf = globalThis as { [KEY]?: Log };

/** The web's log; the server and Next's bundles share one. */
export const webLog = (): Log => (shelf[KEY] ??= openLog({ name: 'web', level: readSettings().logLevel }));

/** What nobody foresaw: into the log, with its causes. */
export const complain = (error: unknown): void => {
  webLog().error({ err: error }, 'a bug');
};
