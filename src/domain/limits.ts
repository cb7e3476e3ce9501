/** Upper and lower bounds of a flood. Configuration can lower `buyers` and `concurrency`, never raise them. */
export const LIMITS = {
  stock: { min: 1, max: 1_000_000 },
  buyers: { min: 1, max: 100_000 },
  concurrency: { min: 1, max: 2_000 },
  quantity: { min: 1, max: 100 },
  replicas: { min: 1, max: 8 },
  thinkMs: { min: 0, max: 1_000 },
  ratePerSecond: { min: 1, max: 50_000 },
  seed: { min: 0, max: 2_147_483_647 },
  poolSize: { min: 1, max: 100 },
  repeat: { min: 1, max: 100 },
} as const;
