const STEPS = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The least round number that is not below `value`: 912 gives 1000, 104 gives 125. */
export function roundUp(value: number): number {
  if (value <= 1) return 1;
  const decade = 10 ** Math.floor(Math.log10(value));
  const step = STEPS.find((candidate) => candidate * decade >= value - 1e-9) ?? 10;
  return Math.ceil(step * decade);
}

/** Evenly spaced ticks from zero to `max`, whole numbers, at most five intervals. */
export function ticksTo(max: number): number[] {
  const step = [1, 2, 2.5, 5, 10]
    .map((factor) => factor * 10 ** Math.floor(Math.log10(Math.max(max, 1) / 4)))
    .find((candidate) => max / candidate <= 5 && (candidate >= 1 || max < 4));
  const whole = Math.max(1, Math.ceil(step ?? max / 4));
  const ticks: number[] = [];
  for (let tick = 0; tick <= max; tick += whole) ticks.push(tick);
  return ticks;
}

/** The round end of an axis from zero that holds all of these values; 1 when there are none. */
export const axisEnd = (values: readonly number[]): number => roundUp(Math.max(1, ...values));
