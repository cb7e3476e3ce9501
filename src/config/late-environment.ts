/** Variables that a process which is started early gets later; a null removes the variable. */
export type LateEnvironment = Readonly<Record<string, string | null>>;

/**
 * The rest of the environment of a process that was started before all of it was known: its parent sends it as a message.
 * Resolves when they are set, or with false if the parent ends first. Here because nothing outside `src/config` reads
 * `process.env`.
 */
export function lateEnvironment(): Promise<boolean> {
  return new Promise((resolve) => {
    process.once('message', (values: LateEnvironment) => {
      for (const [name, value] of Object.entries(values)) {
        if (value === null) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
      resolve(true);
    });
    process.once('disconnect', () => resolve(false));
  });
}
