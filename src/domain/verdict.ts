/** `undecided` is an honest answer: what was seen fits both a correct and an incorrect run. */
export type Verdict = 'pass' | 'violated' | 'undecided';

/** Exit codes of the command line. They are an API: others test against them. */
export const EXIT = {
  pass: 0,
  violated: 1,
  undecided: 2,
  controlFailed: 3,
  serviceMissing: 4,
  usage: 64,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'pass',
  1: 'a safe strategy was violated',
  2: 'undecided',
  3: 'the control failed: an unsafe strategy showed no anomaly, so the run proves nothing',
  4: 'a needed service is missing',
  64: 'usage',
};
