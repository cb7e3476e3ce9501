import type { MatrixCell, MatrixReport } from '@/domain/matrix';

/** A cell that held as expected; fields can be overridden. */
export const cellWith = ({ expected = { verdict: 'pass', anomaly: null }, ...fields }: Partial<MatrixCell> = {}): MatrixCell => ({
  strategy: 'for-update',
  fault: null,
  replicas: 2,
  expected,
  foretold: expected,
  verdict: 'pass',
  anomalies: [],
  lostSales: 0,
  confirmed: 12,
  unknown: 0,
  lostOrders: 0,
  missed: null,
  told: null,
  ...fields,
});

/** A small matrix: one strategy that loses an update when its lock holder is paused, one that does not, and one that is wrong anyway. */
export const matrixWith = (fields: Partial<MatrixReport> = {}): MatrixReport => ({
  schemaVersion: 1,
  finishedAt: '2026-01-02T03:04:05.000Z',
  environment: { stampede: '0', node: '20', postgres: '18', redis: '8', synchronousCommit: 'on', poolSize: 10, cores: 2, shops: 2 },
  columns: [
    { fault: null, replicas: 2 },
    { fault: 'pause-holder', replicas: 2 },
  ],
  strategies: ['naive', 'for-update', 'redlock'],
  cells: [
    cellWith({ strategy: 'naive', expected: { verdict: 'violated', anomaly: 'lost-update' }, verdict: 'violated', anomalies: ['oversell', 'lost-update'] }),
    cellWith(),
    cellWith({ strategy: 'redlock' }),
    cellWith({ fault: 'pause-holder', told: 'A replica was paused for 900 ms.' }),
    cellWith({
      strategy: 'redlock',
      fault: 'pause-holder',
      expected: { verdict: 'violated', anomaly: 'lost-update' },
      verdict: 'violated',
      anomalies: ['lost-update'],
      told: 'A replica was paused for 1,200 ms. Others bought before it went on.',
    }),
  ],
  ...fields,
});
