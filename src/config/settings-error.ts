/** One setting that cannot be used: its variable, what was expected, and what was found. */
export interface SettingsFault {
  name: string;
  expected: string;
  found: string;
}

/** Thrown by `readSettings` with all faults at once. Nothing was started or changed. */
export class SettingsError extends Error {
  constructor(readonly faults: readonly SettingsFault[]) {
    const lines = faults.map((fault) => `  ${fault.name}: expected ${fault.expected}, found ${fault.found}`);
    const noun = faults.length === 1 ? 'setting is' : 'settings are';
    super(
      [`${String(faults.length)} ${noun} wrong; nothing was started.`, ...lines, 'Correct them or unset them.'].join('\n'),
    );
    this.name = 'SettingsError';
  }
}
