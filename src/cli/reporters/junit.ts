import junit from 'junit-report-builder';
import type { RunReport } from '@/domain/report';

/**
 * A JUnit file: one suite for each run, one case for each lane. A safe lane fails when it is not `pass`; an unsafe one when it shows no anomaly,
 * because then the control failed.
 */
export function junitReport(reports: readonly RunReport[]): string {
  const builder = junit.newBuilder();
  for (const report of reports) {
    const suite = builder.testSuite().name(report.plan.experiment ?? 'flood').timestamp(new Date(report.startedAt));
    for (const lane of report.lanes) {
      const testCase = suite
        .testCase()
        .className(`stampede.${lane.class}`)
        .name(`${lane.strategy}, repeat ${lane.repeat}, think ${report.plan.thinkMs} ms, ${report.plan.replicas} replicas`)
        .time(lane.durationMs / 1_000);
      if (lane.class === 'unsafe') {
        if (lane.verdict !== 'violated') testCase.failure('The control failed: an unsafe strategy showed no anomaly.');
      } else if (lane.verdict === 'violated') testCase.failure(lane.explanation);
      else if (lane.verdict === 'undecided') testCase.error(lane.explanation);
    }
  }
  return builder.build();
}
