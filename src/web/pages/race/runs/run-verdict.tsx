import type { RunSummary } from '@/domain/run-event';

/** How a run ended, a sign and a sentence. */
export function RunVerdict({ run, live }: { run: RunSummary; live: boolean }) {
  if (live) {
    return (
      <span className="flex items-center gap-2 font-semibold text-ok">
        <span className="live-dot" />
        {run.status === 'queued' ? 'in line' : 'live'}
      </span>
    );
  }
  const { sign, tone } = signOf(run);
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <span className={`shrink-0 font-bold ${tone}`}>{sign}</span>
      <span className="min-w-0">{run.summary ?? (run.status === 'failed' ? 'It failed.' : 'Finished.')}</span>
    </span>
  );
}

function signOf({ status, exitCode }: RunSummary): { sign: string; tone: string } {
  if (status === 'failed') return { sign: '■', tone: 'text-dim' };
  if (exitCode === 0) return { sign: '✓', tone: 'text-safe' };
  return exitCode === 1 ? { sign: '✗', tone: 'text-bad' } : { sign: '?', tone: 'text-warn' };
}
