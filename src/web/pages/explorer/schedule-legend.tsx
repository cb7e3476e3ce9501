import { BUYER_NAMES } from '@/domain/schedule';

interface ScheduleLegendProps {
  buyers: number;
  /** What there is to see in this picture. */
  timed: boolean;
  bad: boolean;
  away: boolean;
}

/** What the picture is made of, in a line. */
export function ScheduleLegend({ buyers, timed, bad, away }: ScheduleLegendProps) {
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-dim">
      <span>Each box is one schedule; time runs to the right.</span>
      <span className="flex items-center gap-1.5">
        A move of
        {BUYER_NAMES.slice(0, buyers).map((name) => <span key={name} data-buyer={name} className="grid size-5 place-items-center rounded-[4px] bg-hue text-cap leading-none font-bold text-bg">{name}</span>)}
      </span>
      {timed ? <span className="flex items-center gap-1.5"><span className="h-5 w-1.5 bg-warn" />time passes, locks expire</span> : null}
      {bad ? <span className="flex items-center gap-1.5"><span className="hatch-bad h-5 w-2" /><span className="font-semibold text-bad">✗ goes wrong</span></span> : null}
      {away ? <span className="flex items-center gap-1.5"><span className="hatch-warn h-5 w-2" /><span className="font-semibold text-warn">◐ turns a buyer away</span></span> : null}
    </p>
  );
}
