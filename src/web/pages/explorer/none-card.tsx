import type { Exploration } from '@/domain/exploration';
import type { StrategyInfo } from '@/domain/strategy';

/** Nothing was found: good news for a strategy that promises it, no proof for one that does not. */
export function NoneCard({ exploration: { coverage, errors, turnedAway }, strategy }: { exploration: Exploration; strategy: StrategyInfo | null }) {
  const unproven = errors.count > 0 || coverage.unrepeatable > 0;
  const good = !unproven && strategy?.class !== 'unsafe';
  return (
    <section aria-labelledby="none" className={`card border-t-8! p-4 ${good ? 'border-t-safe!' : 'border-t-edge!'}`}>
      <h2 id="none" className={`text-[1.35rem] font-bold tracking-tight ${good ? 'text-safe' : ''}`}>{unproven ? 'Nothing is proven' : good ? (turnedAway > 0 ? '✓ None oversells' : '✓ None goes wrong') : 'None in these schedules'}</h2>
      {unproven ? (
        <p className="pt-1">{errors.first ?? 'Some schedules could not be repeated, because the servers answered differently this time.'} Press Search again; if it happens again, look at the servers.</p>
      ) : good ? (
        <>
          <p className="pt-1">{coverage.exhaustive ? 'Not by luck: there is no other schedule to try.' : 'Not in any schedule that was run; there are more.'}</p>
          {strategy && turnedAway > 0 ? <p className="pt-2 text-warn"><span className="font-semibold">◐ The price: </span>{strategy.failureMode}</p> : null}
          {strategy ? <p className="pt-2 text-dim"><span className="font-semibold text-ink">Why: </span>{strategy.guarantee}</p> : null}
        </>
      ) : (
        <p className="pt-1">It is still unsafe, only not in these schedules: {strategy?.failureMode} Try more buyers, more processes, or locks that expire.</p>
      )}
    </section>
  );
}
