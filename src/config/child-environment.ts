/**
 * The environment for a child process: ours, with `overrides` on top. A null removes the variable.
 * Here because nothing outside `src/config` reads `process.env`.
 */
export function childEnvironment(
  overrides: Readonly<Record<string, string | null>>,
  env: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const result: NodeJS.ProcessEnv = { ...env };
  for (const [name, value] of Object.entries(overrides)) {
    if (value === null) Reflect.deleteProperty(result, name);
    else result[name] = value;
  }
  return result;
}
