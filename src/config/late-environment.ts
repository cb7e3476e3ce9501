/** What a process that is started early has to know later; a null takes the variable away. */
export type LateEnvironment = Readonly<Record<string, string | null>>;

/**
 * The rest of the environment of a process that was started before all of it was known: its parent sends it as a message.
 * Resolves when it is in place, with false when the parent has gone first. Here because nothing outside `src/config` reads
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
